import type { Random } from '../../random.ts';
import { forms, numbers, people, times, towns } from './forms.ts';
import { home } from './home.ts';
import { learning } from './learning.ts';
import { leisure } from './leisure.ts';
import { nature } from './nature.ts';
import type { Subject } from './subject.ts';
import { town } from './town.ts';
import { workshop } from './workshop.ts';

/** What the captions that are not about our classes are about. */
const subjects: readonly Subject[] = [...workshop, ...nature, ...home, ...leisure, ...learning, ...town];

/** A sentence about something else. */
export function elsewhere(random: Random): string {
  const { things, qualities, places, doings } = random.pick(subjects);
  const [thing, other] = random.sample(things, 2) as [string, string];
  const [quality, second] = random.sample(qualities, 2) as [string, string];
  return random.pick(forms)({
    thing,
    other,
    quality,
    second,
    place: random.pick(places),
    doing: random.pick(doings),
    person: random.pick(people),
    town: random.pick(towns),
    year: random.whole(1880, 2024),
    price: random.whole(5, 480),
    few: random.pick(numbers),
    when: random.pick(times),
  });
}
