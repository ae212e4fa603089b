import type { Hook } from '@oclif/core';
import { exitCodes } from '../cli/exitCodes.js';
import { Failure } from '../cli/failure.js';
import { unexpectedArgument } from '../cli/usageProblem.js';
import { nearest } from '../language/nearest.js';

const commandNotFound: Hook.CommandNotFound = async ({ id, config }) => {
  // oclif takes the arguments of a command that has none for the rest of its name.
  const [command, ...rest] = id.split(':');
  if (rest.length > 0 && config.commandIDs.includes(command!)) {
    const { message, cure } = unexpectedArgument(command!, rest.join(' '));
    throw new Failure(exitCodes.usage, message, cure);
  }
  const close = nearest(id, config.commandIDs);
  throw new Failure(
    exitCodes.usage,
    `unknown command "${id}"`,
    close === undefined ? 'crmctl --help lists the commands' : `did you mean "crmctl ${close}"?`,
  );
};

export default commandNotFound;
