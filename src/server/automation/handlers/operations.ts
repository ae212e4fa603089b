import { route, type Route } from '../../http/plane.js';
import { failure, faulty, success } from '../answers.js';
import { readCommand, readPause } from '../operationBodies.js';
import type { AutomationStore } from '../store.js';

/** What operators say: commands that the runner takes before anything else, and pauses that it asks for before every effect. */
export function operationRoutes(prefix: string, { commands, pauses }: AutomationStore): readonly Route[] {
  return [
    route('POST', `${prefix}/commands`, ({ body }) => {
      const read = readCommand(body);
      return read.ok ? success({ command: commands.add(read.value) }, 201) : faulty(read.faults);
    }),
    route('GET', `${prefix}/commands/:id`, ({ params }) => {
      const command = commands.find(Number(params['id']));
      return command === undefined ? failure(404, `There is no command ${params['id']}.`) : success({ command });
    }),
    route('GET', `${prefix}/pauses`, () => success({ pauses: pauses.all() })),
    route('PUT', `${prefix}/pauses`, ({ body }) => {
      const read = readPause(body);
      if (!read.ok) return faulty(read.faults);
      const { scope, by, reason } = read.value;
      return success({ pause: pauses.hold(scope, by, reason) });
    }),
    route('DELETE', `${prefix}/pauses/:scope`, ({ params }) =>
      pauses.lift(params['scope']!) ? success() : failure(404, `${params['scope']} is not paused.`),
    ),
  ];
}
