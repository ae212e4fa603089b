import { createCrmClient } from '../../crm/client.js';
import { formatInstant, instant, type Instant } from '../../model/instant.js';
import { isObject } from '../../model/json.js';
import {
  day,
  fromLocal,
  hour,
  localTime,
  minute,
  parseClock,
  startOfDay,
  toLocal,
  type LocalTime,
} from '../../model/zone.js';
import { openEnvironment } from '../../environment/open.js';
import type { Project } from '../../language/project.js';
import { runOnce } from '../../run/runOnce.js';
import { vocabulary } from '../../vocabulary/index.js';
import { exitCodes } from '../exitCodes.js';
import { Failure } from '../failure.js';
import { story, type Actors, type Cast } from './liveStory.js';
import type { Mailbox } from './mailbox.js';

export interface LiveDays {
  readonly project: Project;
  readonly dir: string;
  readonly shopKey: string;
  readonly mailbox: Mailbox;
  /** The clock of the CRM and of the runner; only this story moves it. */
  readonly clock: { now: Instant };
  /** Midnight of the Monday on which it begins, in local time. */
  readonly monday: LocalTime;
  readonly zone: string;
  readonly tell: (at: Instant, who: 'world' | 'crmctl', text: string) => void;
}

const storyEnds = 2 * day + 12 * hour;

/** The Monday at least three days before now: two and a half days of story end before the present. */
export function mondayBefore(now: Instant, zone: string): LocalTime {
  const latest = startOfDay(toLocal(zone, instant(now - 3 * day)));
  const weekday = (new Date(latest).getUTCDay() + 6) % 7;
  return localTime(latest - weekday * day);
}

/** Plays the story against the embedded CRM over HTTP, running a pass every half hour of its time, and tells what really arrived. */
export async function playLiveDays(live: LiveDays): Promise<{ readonly letters: number; readonly tasks: number }> {
  const opened = await openEnvironment({ project: live.project, dir: live.dir, env: process.env, name: 'local' });
  if (!opened.ok)
    throw new Failure(exitCodes.error, opened.diagnostics[0]?.message ?? 'the demo’s environment cannot be opened');
  const { environment } = opened;
  const shop = createCrmClient({ url: environment.crm.url, key: live.shopKey });
  const actors: Actors = { shop, automation: environment.automation };
  const cast: Cast = new Map();
  let told = 0;
  const tasksSeen = new Set<unknown>();
  const pass = async (): Promise<void> => {
    const result = await runOnce({
      file: environment.automationFile!,
      crm: environment.crm,
      automation: environment.automation,
      words: vocabulary,
      variables: { ...process.env, SMTP_HOST: '127.0.0.1', SMTP_PORT: String(live.mailbox.port) },
      clock: () => live.clock.now,
      random: () => 0.5,
      embedded: true,
      approved: true,
      progress: () => undefined,
    });
    if (result.ended !== 'done') throw new Failure(exitCodes.error, `the runner stopped: ${result.ended}`);
    for (; told < live.mailbox.letters.length; told++) {
      const { to, subject } = live.mailbox.letters[told]!;
      live.tell(live.clock.now, 'crmctl', `✉ ${to}: ${subject}`);
    }
    for (const task of await tasksOf(shop))
      if (!tasksSeen.has(task['id'])) {
        tasksSeen.add(task['id']);
        live.tell(live.clock.now, 'crmctl', `☑ задача: ${String(task['text'])}`);
      }
  };
  const at = (dayOfStory: number, clock: number): Instant =>
    fromLocal(live.zone, localTime(live.monday + dayOfStory * day + clock));
  try {
    const scenes = story.map((scene) => ({ ...scene, at: at(scene.day, parseClock(scene.clock)!) }));
    const end = at(0, storyEnds);
    for (let now = at(0, 8 * hour); now <= end; now = instant(now + 30 * minute)) {
      for (const scene of scenes.filter((each) => each.at > now - 30 * minute && each.at <= now)) {
        // What was due before the scene has been done by then.
        live.clock.now = instant(scene.at - minute);
        await pass();
        live.clock.now = scene.at;
        live.tell(scene.at, 'world', scene.told);
        await scene.happens(actors, cast, scene.at);
        await pass();
      }
      live.clock.now = now;
      await pass();
    }
    return { letters: live.mailbox.letters.length, tasks: tasksSeen.size };
  } finally {
    await shop.close();
    await environment.close();
  }
}

async function tasksOf(crm: Actors['shop']): Promise<readonly Record<string, unknown>[]> {
  const tasks = await crm.list({ method: 'GET', path: 'tasks' }, 'tasks');
  return (Array.isArray(tasks) ? tasks : []).filter(isObject).sort((a, b) => Number(a['id']) - Number(b['id']));
}

export function clockText(at: Instant, zone: string): string {
  const local = toLocal(zone, at);
  const weekday = ['вс', 'пн', 'вт', 'ср', 'чт', 'пт', 'сб'][new Date(local).getUTCDay()]!;
  return `${weekday} ${formatInstant(instant(local)).slice(11, 16)}`;
}
