// A bot by discord.js, for discordjs_test.go.
const { Client, Events, GatewayIntentBits } = require("discord.js");

const client = new Client({
  intents: [GatewayIntentBits.Guilds, GatewayIntentBits.GuildMessages, GatewayIntentBits.DirectMessages],
  rest: { api: process.env.DISCORD_URL + "/api" },
});

client.once(Events.ClientReady, () => client.application.commands.set([{
  name: "ask",
  description: "Ask",
  options: [{ type: 3, name: "question", description: "The question", required: true }],
}]));

client.on(Events.InteractionCreate, async (interaction) => {
  const question = interaction.options.getString("question");
  await interaction.reply("got: " + question);
  await interaction.editReply("edited: " + question);
});

client.on(Events.MessageCreate, async (message) => {
  if (!message.author.bot && message.content) await message.reply("heard: " + message.content);
});

client.on(Events.Error, console.error);
client.login(process.env.DISCORD_TOKEN);
