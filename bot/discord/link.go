package discord

import (
	"net/url"
	"strings"
)

// maxLink is how long the address of a passage may be; longer ones would crowd out
// the passage.
const maxLink = 300

// linkTo returns the address at which a browser opens a report with the passage in
// sight, by a text fragment (https://wicg.github.io/scroll-to-text-fragment/), or
// "" where there is no usable one. It holds no character that would end a link.
func linkTo(address, passage string) string {
	u, err := url.Parse(address)
	if err != nil || u.Scheme != "http" && u.Scheme != "https" || u.Host == "" {
		return ""
	}
	plain := linkSafe.Replace(u.String())
	if len(plain) > maxLink {
		return ""
	}
	glue := "#:~:text="
	if u.Fragment != "" {
		glue = ":~:text="
	}
	if full := plain + glue + fragment(passage); len(full) <= maxLink && fragment(passage) != "" {
		return full
	}
	return plain
}

// linkSafe encodes what ends a link in angle brackets.
var linkSafe = strings.NewReplacer(" ", "%20", "<", "%3C", ">", "%3E", "\\", "%5C", "\n", "", "\r", "")

// fragment names a passage: all of it where it is short, else its first and its
// last words.
func fragment(passage string) string {
	const few = 4
	words := strings.Fields(passage)
	if len(words) <= 2*few {
		return percent(strings.Join(words, " "))
	}
	return percent(strings.Join(words[:few], " ")) + "," + percent(strings.Join(words[len(words)-few:], " "))
}

// percent encodes all but letters and digits of ASCII: a text directive gives a
// meaning to "-", "," and "&", and url.QueryEscape would make "+" of a space.
func percent(s string) string {
	const hex = "0123456789ABCDEF"
	var b strings.Builder
	for _, c := range []byte(s) {
		switch {
		case c >= '0' && c <= '9', c >= 'A' && c <= 'Z', c >= 'a' && c <= 'z', c == '.', c == '_':
			b.WriteByte(c)
		default:
			b.Write([]byte{'%', hex[c>>4], hex[c&15]})
		}
	}
	return b.String()
}
