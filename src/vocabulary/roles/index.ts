/** What the engine needs of a project, read out of the kinds: the engine itself knows none of them by name. */
export { readCalendars } from './calendars.js';
export { readFacts } from './facts.js';
export { readChannels, readTemplates, type ApprovedRole, type ChannelRole, type TemplateRole } from './messages.js';
export { isOfCustomer } from './keys.js';
export { lateOf, readPolicy, shareOf, type ClassRules, type Late, type PolicyRole } from './policy.js';
export { readSegments, type SegmentRole } from './segments.js';
export { readTeams } from './teams.js';
export { readTriggers } from './triggers.js';
export { readValidations, type ValidationRole } from './validations.js';
