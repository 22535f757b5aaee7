// Package discordtest is a fake Discord on loopback, REST and gateway, before
// which real clients run: for tests, and without testing for load runs and for
// checks by other people's clients.
//
// [New] starts one for a test, [Start] one for a program. A test makes a place
// with [Server.AddGuild] and [Guild.AddChannel], a person with [Server.AddUser],
// and acts as that person: [User.Say], [User.Run], [User.Type], [User.Use],
// [User.Click]. What the person would then see is waited for with
// [Server.Answer] and [Interaction.Wait].
//
// The fake keeps Discord's rules where a bot can break them: one callback to an
// interaction and that within 3 seconds, its token for 15 minutes on a clock that
// [Server.Advance] moves, content blanked where the intents do not give it,
// permissions, limits of size and number, sequence numbers and resumes, close
// codes. [Server.Inject] makes things go wrong. Every request is recorded and held
// against package contract.
//
// It does not rate-limit of itself unless told to, keeps nothing on disk, and has
// no voice, no members' lists, no reactions and no files.
package discordtest
