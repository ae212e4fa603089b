import { startServer } from '../../../src/server/start.js';

/** A server process of its own, to be killed: `node <bundle> CRM_FILE AUTOMATION_FILE KEY`; says its URL. */
const [crmFile, automationFile, key] = process.argv.slice(2) as [string, string, string]; // crash.test.ts gives three
const { url } = await startServer({ crmFile, automationFile, key, unlimited: true, kinds: [] });
process.stdout.write(`${url}\n`);
