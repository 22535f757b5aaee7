// Package wire carries the traffic between Discord and a bot: REST, the gateway
// and interactions by HTTP. It has no behaviour of its own: what is answered
// comes from a [Handler].
package wire
