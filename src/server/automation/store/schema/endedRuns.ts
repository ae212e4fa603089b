/** Version 12: of a run that ended long ago only its id is kept, so that nobody enters for the same occasion once more. */
export const endedRuns = 'CREATE TABLE entered (id TEXT PRIMARY KEY) WITHOUT ROWID;';
