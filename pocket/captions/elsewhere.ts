/**
 * What the captions that are not about the circuits are about. Each subject has things, what they are like, where they are and
 * what goes on with them; the grammar joins any of these within one subject.
 */
export interface Subject {
  readonly things: readonly string[];
  readonly qualities: readonly string[];
  readonly places: readonly string[];
  readonly doings: readonly string[];
}

const words = (text: string): string[] => text.split(',').map((word) => word.trim());

export const elsewhere: Readonly<Record<string, Subject>> = {
  bench: {
    things: words(
      'oscilloscope, multimeter, soldering iron, breadboard, function generator, bench power supply, logic analyser, heat gun, wire stripper, magnifier lamp, solder sucker, component drawer, fume extractor, crimping tool, spectrum analyser',
    ),
    qualities: words(
      'second-hand, brand new, borrowed, noisy, well calibrated, dusty, portable, four-channel, cheap, forty years old, temperature-controlled, broken',
    ),
    places: words(
      'on a crowded workbench, in the school lab, at the repair café, in a maker space, on the kitchen table, under a fluorescent tube, at a flea market, next to a cup of tea',
    ),
    doings: words(
      'warming up before a measurement, waiting for a new fuse, showing its last calibration sticker, lying among loose screws, being explained to beginners, packed for shipping, photographed for an auction',
    ),
  },
  boards: {
    things: words(
      'printed circuit board, router mainboard, memory module, graphics card, synthesizer panel, battery pack, solar charge box, tube radio, amplifier chassis, drone controller, keyboard matrix, e-paper badge, telephone exchange rack, pinball machine board, ribbon cable',
    ),
    qualities: words(
      'green, corroded, hand-soldered, double-sided, salvaged, burnt, gold-plated, obsolete, dense, home-etched, water-damaged, tiny',
    ),
    places: words(
      'inside an old television, in a museum case, on an antistatic mat, in a recycling bin, behind the dashboard, in a data centre, at the bottom of a drawer, in a space probe',
    ),
    doings: words(
      'waiting for reflow, seen under a microscope, cleaned with alcohol, missing its heat sink, marked with a red pen, traced by a student, about to be repaired, full of surface-mount parts',
    ),
  },
  tools: {
    things: words(
      'hand plane, chisel, claw hammer, cordless drill, band saw, spirit level, bench vice, wood rasp, pipe wrench, torque wrench, marking gauge, coping saw, sanding block, angle grinder, tape measure',
    ),
    qualities: words(
      'rusty, sharp, antique, heavy, well-oiled, Japanese, blunt, wooden-handled, left-handed, spare, solid brass, worn',
    ),
    places: words(
      'on a shadow board, in a boat builder’s shed, at a building site, in the garage, on a saw horse, in a leather roll, in grandfather’s chest, on fresh shavings',
    ),
    doings: words(
      'ready for the next joint, being sharpened on a wet stone, hanging from a nail, used to trim a tenon, left out in the rain, lent to a neighbour, restored over a weekend',
    ),
  },
  plants: {
    things: words(
      'tomato seedling, rose bush, spider plant, sunflower, moss cushion, cherry tree, lavender hedge, bonsai pine, orchid, cactus, maple leaf, mushroom ring, strawberry patch, oak sapling, water lily',
    ),
    qualities: words(
      'wilting, blooming, variegated, overgrown, potted, late-flowering, self-seeded, pale, frost-bitten, fragrant, climbing, rare',
    ),
    places: words(
      'in a greenhouse, on a window sill, beside a stone wall, at the edge of a pond, in the botanical garden, along the railway, under old beeches, on a balcony',
    ),
    doings: words(
      'covered with morning dew, after the first frost, visited by bumblebees, waiting to be repotted, seen from above, pruned last autumn, leaning towards the sun',
    ),
  },
  ferns: {
    things: words(
      'tree fern, staghorn fern, maidenhair fern, hart’s-tongue, bracken, lady fern, royal fern, polypody, holly fern, water fern, bird’s-nest fern, male fern',
    ),
    qualities: words(
      'unfurling, shade-loving, evergreen, delicate, leathery, pressed, glossy, feathery, spore-bearing, young',
    ),
    places: words(
      'in a wet ravine, on a mossy trunk, in a terrarium, on a herbarium sheet, by a waterfall, in a Victorian glasshouse, between limestone blocks, on the forest floor',
    ),
    doings: words(
      'showing brown sori, with croziers still curled, dripping after rain, labelled in Latin, drawn in ink, dividing well in spring',
    ),
  },
  kitchen: {
    things: words(
      'sourdough loaf, cast-iron pan, bowl of lentil soup, apple pie, espresso pot, cutting board, jar of pickles, rice cooker, chef’s knife, tray of biscuits, garlic press, plate of dumplings, copper kettle, salad bowl, mortar and pestle',
    ),
    qualities: words(
      'steaming, golden, rustic, chipped, homemade, spicy, over-proofed, simple, half-eaten, dented, family-sized, fermented',
    ),
    places: words(
      'on a checked cloth, beside the stove, at a street stall, in a farmhouse kitchen, on the picnic blanket, at grandmother’s table, in a bakery window, on a wire rack',
    ),
    doings: words(
      'cooling after baking, dusted with flour, served with fresh herbs, waiting for guests, sliced for breakfast, photographed from above, passed around the table',
    ),
  },
  travel: {
    things: words(
      'mountain hut, harbour, night train, suspension bridge, cobbled street, lighthouse, market square, desert road, ferry, castle ruin, rice terrace, ski lift, temple gate, camp site, tram stop',
    ),
    qualities: words(
      'deserted, foggy, sunlit, medieval, snowed-in, colourful, steep, quiet, windswept, crowded, remote, flooded',
    ),
    places: words(
      'in northern Portugal, above the tree line, on the way to the coast, at the border, near the old town, on a small island, in the Carpathians, along the canal',
    ),
    doings: words(
      'seen at blue hour, after a long hike, waiting for the last boat, before the tourists come, painted by a local artist, reached on foot only, in early spring',
    ),
  },
  animals: {
    things: words(
      'barn owl, border collie, tabby cat, hedgehog, garden spider, grey heron, highland cow, tree frog, honey bee, red squirrel, seahorse, donkey, swallow, snail, harbour seal',
    ),
    qualities: words(
      'sleepy, curious, soaked, juvenile, one-eyed, shy, noisy, camouflaged, well-fed, migrating, rescued, playful',
    ),
    places: words(
      'on a fence post, in tall grass, at the feeder, in shallow water, under a parked car, on a warm stone, in the hay loft, between the reeds',
    ),
    doings: words(
      'looking straight at the camera, stretching after a nap, guarding its nest, caught in mid-jump, sharing food, waiting out the storm, seen for the first time this year',
    ),
  },
  sport: {
    things: words(
      'road bike, climbing rope, rowing boat, tennis racket, marathon runner, chess board, goalkeeper, skateboard, judo mat, sailing dinghy, basketball hoop, ice skate, canoe, referee, stopwatch',
    ),
    qualities: words(
      'muddy, exhausted, lightweight, wooden, cheering, borrowed, national, amateur, fast, patched, retired, young',
    ),
    places: words(
      'at the finish line, in the club house, on the frozen lake, at the velodrome, on the village pitch, below the crux, in the changing room, on the start grid',
    ),
    doings: words(
      'minutes before the start, after a narrow defeat, drying in the sun, being repaired by hand, under floodlights, warming up in the rain',
    ),
  },
  music: {
    things: words(
      'upright piano, cello, accordion, brass band, record player, drum kit, church organ, street violinist, banjo, choir, music stand, tuning fork, trombone, harmonica, festival stage',
    ),
    qualities: words(
      'untuned, polished, vintage, travelling, loud, forgotten, mahogany, solo, rehearsing, scratched, hand-built, cheerful',
    ),
    places: words(
      'in the concert hall, in an attic, on the pier, at a wedding, in the rehearsal room, under the arches, in a shop window, by the open window',
    ),
    doings: words(
      'before the first rehearsal, with a broken string, playing a waltz, waiting for the conductor, lit from behind, recorded with one microphone',
    ),
  },
  buildings: {
    things: words(
      'brick chimney, spiral staircase, glass facade, barn door, tiled roof, stained-glass window, concrete stairwell, garden shed, water tower, timber frame, lift shaft, balcony, stone arch, windmill, bus shelter',
    ),
    qualities: words(
      'crumbling, freshly painted, listed, unfinished, ivy-covered, modernist, insulated, narrow, abandoned, whitewashed, prefabricated, tilted',
    ),
    places: words(
      'in the old quarter, behind the station, on the university campus, in the suburbs, on a hill top, beside the motorway, at the harbour front, in the courtyard',
    ),
    doings: words(
      'under scaffolding, reflecting the evening sky, awaiting renovation, sketched for a survey, with pigeons on top, after the storm',
    ),
  },
  vehicles: {
    things: words(
      'delivery van, steam locomotive, cargo bike, tractor, hot-air balloon, fire engine, tug boat, motor scooter, camper van, biplane, tramcar, forklift, milk float, container ship, racing kart',
    ),
    qualities: words(
      'rusting, yellow, overloaded, electric, restored, pre-war, diesel, parked, overturned, gleaming, three-wheeled, slow',
    ),
    places: words(
      'in the depot, on a dirt track, at the level crossing, outside the workshop, on the quay, in a traffic jam, at the air show, in the barn',
    ),
    doings: words(
      'with its bonnet open, waiting for spare parts, loaded for the journey, on its last run, driven by its owner, washed by hand',
    ),
  },
  weather: {
    things: words(
      'thunderstorm, rainbow, hoar frost, cumulus cloud, sunset, snow drift, sea fog, hail stone, dust storm, full moon, heat haze, northern lights',
    ),
    qualities: words(
      'approaching, double, faint, spectacular, early, violent, distant, unexpected, pink, brief',
    ),
    places: words(
      'over the valley, above the city, at sea, behind the power station, on the plateau, over the stubble fields, at the horizon, over the bay',
    ),
    doings: words(
      'seen from the train, lasting all night, forecast for the weekend, photographed with a long exposure, followed by calm, recorded by a weather club',
    ),
  },
  crafts: {
    things: words(
      'wool sweater, clay mug, quilt, leather wallet, origami crane, wicker basket, linocut print, embroidered cushion, felt hat, glass bead, bookbinding, paper lantern, wood carving, woven rug, candle',
    ),
    qualities: words(
      'hand-dyed, striped, unglazed, miniature, patchwork, crooked, indigo, first, commissioned, mended, intricate, festive',
    ),
    places: words(
      'at the craft fair, on the loom, in a cedar chest, on a shelf, in evening class, by the wood stove, in the gallery, on a market stall',
    ),
    doings: words(
      'still drying, made as a gift, made from scraps, unfinished after years, shown with its pattern, sold within an hour',
    ),
  },
};

/** Ways to say something about a thing; the grammar tries them all on every subject. */
export const sayings: readonly ((w: {
  thing: string;
  quality: string;
  place: string;
  doing: string;
  other: string;
}) => string)[] = [
  (w) => `${w.quality} ${w.thing} ${w.place}`,
  (w) => `a ${w.thing} ${w.place}, ${w.doing}`,
  (w) => `the ${w.quality} ${w.thing} ${w.doing}`,
  (w) => `photo of a ${w.quality} ${w.thing} ${w.doing}`,
  (w) => `${w.thing} and ${w.other} ${w.place}`,
  (w) => `how do I look after a ${w.quality} ${w.thing}?`,
  (w) => `does anyone know what this ${w.thing} ${w.place} is worth?`,
  (w) => `day three: a ${w.thing} ${w.place}`,
  (w) => `${w.thing}, ${w.doing}`,
  (w) => `for sale: ${w.quality} ${w.thing}, see it ${w.place}`,
  (w) => `we found a ${w.quality} ${w.thing} ${w.place}`,
  (w) => `choosing between a ${w.thing} and a ${w.other}`,
  (w) => `a short history of the ${w.thing}, with one ${w.place}`,
  (w) => `close-up of the ${w.quality} ${w.thing} ${w.place}, ${w.doing}`,
  (w) => `${w.place}: a ${w.thing} beside a ${w.quality} ${w.other}`,
];
