import type { Answer } from '../../http/plane.js';

export type Problems = Readonly<Record<string, string>>;

/**
 * An end of a request that the caller is to blame for. Thrown, so that a transaction around it is undone; turned into the error
 * envelope at the edge of the plane (plane.ts) and nowhere else, except that an upload counts it per row.
 */
export class Refused extends Error {
  constructor(
    readonly status: number,
    message: string,
    readonly errors?: Problems | readonly string[],
  ) {
    super(message);
    this.name = 'Refused';
  }
}

export function refusalAnswer({ status, message, errors }: Refused): Answer {
  return { status, body: { success: false, errorMsg: message, ...(errors ? { errors } : {}) } };
}

/** Members of an entity that are wrong, by their path: `delivery.code`. */
export function refuseEntity(problems: Problems): never {
  throw new Refused(400, 'Errors in the entity format', problems);
}

export function refuseParameters(problems: Problems): never {
  throw new Refused(400, 'Errors in the input parameters', problems);
}

export function refuseMissing(name: string): never {
  throw new Refused(400, `Parameter '${name}' is missing`);
}

export function refuseUnknown(): never {
  throw new Refused(404, 'Not found');
}
