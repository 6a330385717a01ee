import { subject } from './subject.ts';

/** Sport, music, games, journeys and days off. */
export const leisure = [
  subject(
    'road bike, climbing rope, rowing boat, tennis racket, marathon runner, goalkeeper, skateboard, judo mat, sailing dinghy, basketball hoop, ice skate, canoe, referee, stopwatch, relay team',
    'muddy, exhausted, lightweight, wooden, cheering, borrowed, national, amateur, fast, patched, retired, young',
    'at the finish line, in the club house, on the frozen lake, at the velodrome, on the village pitch, below the crux, in the changing room, on the start grid',
    'minutes before the start, after a narrow defeat, drying in the sun, being repaired by hand, under floodlights, warming up in the rain',
  ),
  subject(
    'upright piano, cello, accordion, brass band, record player, drum kit, church organ, street violinist, banjo, choir, music stand, tuning fork, trombone, harmonica, festival stage',
    'untuned, polished, vintage, travelling, loud, forgotten, mahogany, solo, rehearsing, scratched, hand-built, cheerful',
    'in the concert hall, in an attic, on the pier, at a wedding, in the rehearsal room, under the arches, in a shop window, by the open window',
    'before the first rehearsal, with a broken string, playing a waltz, waiting for the conductor, lit from behind, recorded with one microphone',
  ),
  subject(
    'chess opening, deck of cards, board game, crossword grid, dice tower, arcade cabinet, role-playing manual, backgammon set, video game console, domino set, pinball table, card trick, sudoku, escape room, speedrun',
    'unbeatable, two-player, cooperative, beginner-friendly, out-of-print, tournament-grade, unsolved, addictive, three-hour, pocket-sized, modded, nostalgic',
    'at the games night, in the common room, on the long train ride, at the convention, in the pub corner, on level nine, in the rulebook, at the world championship',
    'lost on the last turn, explained in five minutes, missing one piece, streamed to a thousand viewers, taught by my aunt, reviewed without spoilers, house-ruled for children',
  ),
  subject(
    'mountain hut, harbour, night train, suspension bridge, cobbled street, lighthouse, market square, desert road, ferry, castle ruin, rice terrace, ski lift, temple gate, camp site, tram stop',
    'deserted, foggy, sunlit, medieval, snowed-in, colourful, steep, quiet, windswept, crowded, remote, flooded',
    'in northern Portugal, above the tree line, on the way to the coast, at the border, near the old town, on a small island, in the Carpathians, along the canal',
    'seen at blue hour, after a long hike, waiting for the last boat, before the tourists come, painted by a local artist, reached on foot only, in early spring',
  ),
  subject(
    'hotel lobby, guided tour, travel visa, cruise cabin, backpack, rental car, postcard, boarding pass, youth hostel, beach towel, city map, phrase book, souvenir magnet, sleeping bag, luggage tag',
    'overbooked, last-minute, all-inclusive, torn, non-refundable, charming, sandy, expired, pet-friendly, lost, budget, five-star',
    'at gate twelve, in Marrakesh, on the Adriatic coast, at the check-in desk, in the old quarter of Hanoi, off the beaten track, in high season, at the bottom of the suitcase',
    'booked in January, recommended by a stranger, cancelled because of the strike, reviewed by two hundred guests, kept as a memory, included in the price, searched by customs',
  ),
  subject(
    'carnival float, maypole, lantern parade, harvest wreath, fireworks display, brass fanfare, Christmas market, bonfire, masked dancer, gingerbread heart, Easter egg, dragon boat, ferris wheel, beer tent, confetti gun',
    'dazzling, rained-off, annual, glittering, torch-lit, hundred-strong, sugar-coated, rehearsed, raucous, towering, traditional, sold-out',
    'on the main square, at midsummer, along the river, behind the town hall, at the new year, in the fishing village, on the fairground, outside the church',
    'cheered by thousands, prepared for months, opened by the mayor, followed by a dance, banned in dry summers, filmed for local television, dating from the middle ages',
  ),
  subject(
    'film camera, tripod, wide-angle lens, darkroom tray, contact print, portrait session, pinhole camera, light meter, slide projector, photo album, lens cap, flash gun, passport photo, double exposure, negative strip',
    'grainy, out-of-focus, black-and-white, medium-format, over-exposed, award-winning, fungus-damaged, candid, manual, long-lost, fingerprinted, backlit',
    'at golden hour, in the studio, on the hotel balcony, at the camera fair, in a shoe box, beneath the red light, at the press conference, on page three',
    'developed at home, taken at an eightieth of a second, cropped to a square, sold with its strap, sharp from edge to edge, printed on baryta paper, ruined by a light leak',
  ),
  subject(
    'puppet theatre, stage curtain, prompter, ballet shoe, film premiere, stunt double, comedy duo, opera box, clown costume, circus tent, screenplay, casting call, standing ovation, ticket booth, understudy',
    'sold-out, low-budget, velvet, nervous, three-act, award-shortlisted, silent, touring, experimental, out-of-work, subtitled, half-empty',
    'in the front row, behind the scenes, at the open-air stage, in the West End, during the interval, at the drama school, under the big top, on the closing night',
    'booed by the critics, rehearsed until midnight, played to an empty house, lit by a single spot, adapted from a novel, loved by the children, cancelled at the last minute',
  ),
  subject(
    'sheepdog trial, pony ride, aquarium tank, parrot cage, dog lead, cat flap, riding boot, puppy class, rabbit hutch, horse trailer, goldfish bowl, pet passport, scratching post, dog show, hamster wheel',
    'obedient, chewed, moulting, spoilt, escape-proof, pedigree, elderly, well-groomed, adopted, barking, extra-large, flea-ridden',
    'at the vet’s, in the back garden, at the county show, on the sofa, in the rescue centre, beside the paddock, at the pet shop, in the park at dawn',
    'trained with treats, sleeping most of the day, judged best in class, advised by the breeder, washed every fortnight, afraid of fireworks, home at last',
  ),
  subject(
    'trail map, walking stick, summit cross, rope bridge, camp stove, rucksack, via ferrata, mountain guide, bivouac, compass, ski binding, headlamp strap, cairn, glacier crossing, picnic bench',
    'waterproof, blistered, exposed, well-marked, ultralight, snow-covered, waymarked, exhausting, beginner, unmarked, overhanging, lonely',
    'on stage four, above the clouds, in the Dolomites, at the trailhead, near the refuge, on the north face, in the col, at two thousand metres',
    'reached before noon, abandoned in bad weather, described in the guidebook, shared with two goats, repaired with tape, lost in a gully, worth every step',
  ),
] as const;
