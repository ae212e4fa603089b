import type { Hook } from '@oclif/core';
import { exitCodes } from '../cli/exitCodes.js';
import { Failure } from '../cli/failure.js';
import { nearest } from '../language/nearest.js';

const commandNotFound: Hook.CommandNotFound = async ({ id, config }) => {
  const close = nearest(id, config.commandIDs);
  throw new Failure(
    exitCodes.usage,
    `unknown command "${id}"`,
    close === undefined ? 'crmctl --help lists the commands' : `did you mean "crmctl ${close}"?`,
  );
};

export default commandNotFound;
