import { inviteLink } from '../adapters/discord/install.ts';
import 'dotenv/config';

/** `npm run discord:invite`: the address at which a server's manager adds Prep to it, with the least permissions. */
const applicationId = process.env.DISCORD_APPLICATION_ID;
if (applicationId && /^\d+$/.test(applicationId)) {
  console.log(inviteLink(applicationId));
} else {
  console.error(
    'DISCORD_APPLICATION_ID is not set. It stands on the General Information page of your application at https://discord.com/developers/applications; put it into .env, then run this again.',
  );
  process.exitCode = 1;
}
