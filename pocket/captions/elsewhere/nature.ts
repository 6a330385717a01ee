import { subject } from './subject.ts';

/** Plants that are not ferns, animals, rocks, sea and sky. */
export const nature = [
  subject(
    'tomato seedling, rose bush, spider plant, sunflower, dahlia, cherry tree, lavender hedge, bonsai pine, orchid, cactus, gooseberry bush, rhubarb crown, strawberry patch, runner bean, water lily',
    'wilting, blooming, variegated, overgrown, potted, late-flowering, self-seeded, pale, frost-bitten, fragrant, climbing, rare',
    'in a greenhouse, on a window sill, beside a stone wall, at the edge of a pond, in the botanical garden, along the railway, on the allotment, on a balcony',
    'covered with morning dew, after the first frost, visited by bumblebees, waiting to be repotted, seen from above, pruned last autumn, leaning towards the sun',
  ),
  subject(
    'moss cushion, liverwort, lichen crust, haircap moss, peat bog, club moss, sphagnum hummock, reindeer lichen, moss garden, algae mat, slime mould, hornwort',
    'velvety, dripping, rootless, bright green, grey, star-shaped, spreading, ancient, spongy, thumb-sized, sun-bleached, pioneer',
    'on a north-facing roof, over a fallen log, on a churchyard wall, in a Japanese temple garden, beside the spring, on bare lava, between paving stones, in a petri dish',
    'drying to a crisp in summer, holding water like a sponge, growing a millimetre a year, with its capsules raised, mapped by the bryology group, colonising new ground',
  ),
  subject(
    'oak tree, silver birch, maple sapling, weeping willow, horse chestnut, Scots pine, yew hedge, ginkgo, beech trunk, apple orchard, monkey puzzle, tree stump, larch plantation, hollow lime, poplar avenue',
    'gnarled, leafless, three-hundred-year-old, lightning-struck, coppiced, autumnal, mistletoe-laden, lopsided, protected, storm-felled, flowering, slender',
    'on the village green, at the edge of the field, in the royal park, above the river bend, in front of the school, on the ridge, in the arboretum, beside the war memorial',
    'dropping its leaves, measured by schoolchildren, dated by its rings, budding early this year, propped up with beams, home to a pair of owls, cut back by the council',
  ),
  subject(
    'field mushroom, fly agaric, bracket fungus, puffball, chanterelle, truffle, ink cap, morel, fairy ring, stinkhorn, oyster mushroom, spore print',
    'edible, poisonous, slimy, orange, freshly picked, rotting, doubtful, enormous, worm-eaten, gilled, nut-scented, unmistakable',
    'in the mixed woodland, on a dead elm, in the forager’s basket, on cow pasture, under the birches, at the mycology stall, in cold frames, on damp cardboard',
    'sprouting overnight, sliced to check its flesh, photographed with a coin for scale, checked by an expert, dried for the winter, left standing for the next walker',
  ),
  subject(
    'foxglove, poppy field, bluebell wood, cow parsley, dandelion clock, teasel, edelweiss, thistle, buttercup, wild pansy, sundew, snowdrop, hogweed, marsh orchid, clover lawn',
    'wild, purple, nodding, roadside, nectar-rich, invasive, alpine, early, scarce, hairy, sweet-smelling, knee-high',
    'on chalk grassland, in the hay meadow, on a motorway verge, near the snow line, in the ditch, on the sea cliff, in the churchyard, along the towpath',
    'buzzing with hoverflies, setting seed, counted in the summer survey, mown too early, keyed out by beginners, opening at noon, pressed in a diary',
  ),
  subject(
    'barn owl, border collie, tabby cat, hedgehog, garden spider, grey heron, highland cow, tree frog, honey bee, red squirrel, seahorse, donkey, swallow, snail, harbour seal',
    'sleepy, curious, soaked, juvenile, one-eyed, shy, noisy, camouflaged, well-fed, migrating, rescued, playful',
    'on a fence post, in tall grass, at the feeder, in shallow water, under a parked car, on a warm stone, in the hay loft, between the reeds',
    'looking straight at the camera, stretching after a nap, guarding its nest, caught in mid-jump, sharing food, waiting out the storm, seen for the first time this year',
  ),
  subject(
    'stag beetle, swallowtail butterfly, dragonfly, ladybird, ant hill, hawk moth, grasshopper, wasp nest, water strider, caterpillar, cicada, earwig, silverfish, mayfly',
    'iridescent, newly hatched, torpid, six-spotted, rare, harmless, pinned, tattered, buzzing, mating, night-flying, armoured',
    'on a bramble leaf, at the moth trap, in a matchbox, on the porch light, in the entomology drawer, above the pond, on the bathroom tiles, in a hollow stem',
    'shedding its skin, drinking from a puddle, identified from a blurry photo, returning after decades, carrying a crumb, resting with wings closed, released after the count',
  ),
  subject(
    'humpback whale, coral head, hermit crab, fringing reef, jellyfish, manta ray, kelp bed, sea urchin, tide pool, cuttlefish, starfish, barnacle, sea cucumber, clownfish, oyster bank',
    'bioluminescent, bleached, deep-water, venomous, translucent, tagged, drifting, coastal, spiny, schooling, half-buried, endangered',
    'off the Azores, at low tide, in the public aquarium, below thirty metres, on the wreck, in the lagoon, in a fisherman’s net, beneath the pier',
    'filmed by a diver, feeding at dusk, washed ashore after the gale, changing colour, counted from a drone, sheltering from the swell, sampled by the research vessel',
  ),
  subject(
    'basalt column, ammonite, limestone pavement, quartz vein, lava flow, sea stack, glacier tongue, amber bead, fault line, sandstone arch, geode, drill core, slate quarry, moraine, meteorite',
    'folded, fossil-rich, weathered, volcanic, polished, layered, Jurassic, crumbling, iron-stained, heavy, fractured, glassy',
    'in the Highlands, at the foot of the cliff, on a field trip, in the mineral cabinet, along the coast path, beneath the ice sheet, in the road cutting, at the quarry face',
    'split with one blow, dated by its lead, mapped at a large scale, shown beside a hammer, found by a dog walker, glowing under the black light, drawn in a field notebook',
  ),
  subject(
    'thunderstorm, rainbow, hoar frost, cumulus cloud, sunset, snow drift, sea fog, hail stone, dust storm, heat haze, cold front, waterspout, monsoon shower, morning mist',
    'approaching, double, faint, spectacular, early, violent, distant, unexpected, pink, brief',
    'over the valley, above the city, at sea, behind the power station, on the plateau, over the stubble fields, at the horizon, over the bay',
    'seen from the train, lasting all night, forecast for the weekend, photographed with a long exposure, followed by calm, recorded by a weather club',
  ),
  subject(
    'spiral galaxy, lunar crater, comet tail, ring nebula, meteor shower, binary star, solar eclipse, radio telescope, space capsule, Mars rover, star chart, observatory dome, globular cluster, sunspot group, exoplanet',
    'faint, naked-eye, distant, expanding, newly discovered, reddish, tidally locked, crowded, spinning, eclipsing, two-hundred-inch, elusive',
    'in Orion, above the desert, near the southern pole, low on the western horizon, on the club night, from the space station, in the planetarium, beyond Neptune',
    'imaged over six nights, explained for children, missed because of cloud, stacked from eighty frames, catalogued by Messier, setting before dawn, spotted by an amateur',
  ),
  subject(
    'potting bench, compost heap, watering can, raised bed, wheelbarrow, seed packet, cold frame, garden hose, bird bath, lawn mower, rock garden, pond liner, trellis, hanging basket, pruning saw',
    'leaky, overflowing, steaming, weathered, terracotta, mail-order, slug-proof, ornamental, neglected, thriving, budget, knee-high',
    'behind the shed, at the garden centre, on the patio, in the shady corner, beside the compost, at the open-garden weekend, on the roof terrace, in the walled garden',
    'ready for spring, drawn to scale, attacked by slugs, shared between neighbours, finished in an afternoon, put away for the winter, discussed at the gardening club',
  ),
] as const;
