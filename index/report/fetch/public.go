package fetch

import (
	"net/netip"
	"slices"
)

// global is the part of IPv6 that is given out to the internet.
var global = netip.MustParsePrefix("2000::/3")

// special are the ranges of the internet's addresses that are not of the public
// internet, or stand for addresses that may not be: IANA's registries of
// special-purpose addresses (RFC 6890) for IPv4 and IPv6.
var special = prefixes(
	"0.0.0.0/8",       // this network
	"10.0.0.0/8",      // private
	"100.64.0.0/10",   // shared, behind a provider's NAT
	"127.0.0.0/8",     // loopback
	"169.254.0.0/16",  // link-local, and where clouds keep credentials
	"172.16.0.0/12",   // private
	"192.0.0.0/24",    // protocol assignments
	"192.0.2.0/24",    // documentation
	"192.31.196.0/24", // AS112
	"192.52.193.0/24", // AMT
	"192.88.99.0/24",  // 6to4 relays
	"192.168.0.0/16",  // private
	"192.175.48.0/24", // AS112
	"198.18.0.0/15",   // benchmarks
	"198.51.100.0/24", // documentation
	"203.0.113.0/24",  // documentation
	"224.0.0.0/4",     // multicast
	"240.0.0.0/4",     // reserved, and broadcast
	"2001::/23",       // protocol assignments, Teredo
	"2001:db8::/32",   // documentation
	"2002::/16",       // 6to4: holds an IPv4 address
	"2620:4f:8000::/48",
	"3fff::/20", // documentation
)

func prefixes(list ...string) []netip.Prefix {
	all := make([]netip.Prefix, 0, len(list))
	for _, s := range list {
		all = append(all, netip.MustParsePrefix(s))
	}
	return all
}

// Public reports whether an address is of the public internet. Of IPv6 that
// excludes all that is outside 2000::/3: loopback, link-local, unique local,
// multicast, and what NAT64 maps to IPv4. An IPv4 address in IPv6's clothes is
// judged as what it is.
func Public(a netip.Addr) bool {
	a = a.Unmap()
	if !a.IsValid() || a.Zone() != "" || a.Is6() && !global.Contains(a) {
		return false
	}
	return !slices.ContainsFunc(special, func(p netip.Prefix) bool { return p.Contains(a) })
}
