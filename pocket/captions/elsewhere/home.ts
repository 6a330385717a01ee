import { subject } from './subject.ts';

/** Kitchens, clothes, furniture and what people make and keep at home. */
export const home = [
  subject(
    'sourdough loaf, cast-iron pan, bowl of lentil soup, apple pie, espresso pot, cutting board, jar of pickles, rice cooker, chef’s knife, tray of biscuits, garlic press, plate of dumplings, copper kettle, salad bowl, mortar and pestle',
    'steaming, golden, rustic, chipped, homemade, spicy, over-proofed, simple, half-eaten, dented, family-sized, fermented',
    'on a checked cloth, beside the stove, at a street stall, in a farmhouse kitchen, on the picnic blanket, at grandmother’s table, in a bakery window, on a wire rack',
    'cooling after baking, dusted with flour, served with fresh herbs, waiting for guests, sliced for breakfast, photographed from above, passed around the table',
  ),
  subject(
    'risotto, goulash, lemon tart, pancake stack, fish curry, potato gratin, beetroot salad, ramen bowl, cheese board, roast chicken, mango chutney, birthday cake, omelette, vegetable lasagne, tiramisu',
    'creamy, burnt, vegan, five-minute, leftover, buttery, smoky, gluten-free, festive, crispy, low-salt, traditional',
    'on the lunch menu, at the canteen, in a lunch box, in a Lisbon backstreet, on a paper plate, at the harvest supper, in a clay dish, on the second shelf of the oven',
    'simmering for three hours, cooked by candlelight, rated four stars, made without eggs, ruined by too much salt, eaten straight from the pan, garnished with parsley',
  ),
  subject(
    'teapot, bottle of cider, coffee grinder, wine cellar, milkshake, beer mat, cocktail shaker, lemonade stand, samovar, thermos flask, juice press, hip flask, decanter',
    'chilled, vintage, silver, fizzy, organic, overpriced, handmade, bitter, limited-edition, leaking, crystal, alcohol-free',
    'at the corner café, behind the bar, on a camping trip, at the tasting, on the hotel terrace, in the fridge door, at the farm shop, in the interval',
    'poured too fast, left from last night, stirred with a spoon, shared by four friends, reviewed in the Sunday paper, brewed twice, kept for a special day',
  ),
  subject(
    'wool sweater, clay mug, quilt, leather wallet, origami crane, wicker basket, linocut print, embroidered cushion, felt hat, glass bead, bookbinding kit, paper lantern, wood carving, woven rug, candle',
    'hand-dyed, striped, unglazed, miniature, patchwork, crooked, indigo, first, commissioned, mended, intricate, festive',
    'at the craft fair, on the loom, in a cedar chest, on a shelf, in evening class, by the wood stove, in the gallery, on a market stall',
    'still drying, made as a gift, made from scraps, unfinished after years, shown with its pattern, sold within an hour',
  ),
  subject(
    'trench coat, silk scarf, denim jacket, evening gown, wool cap, leather boot, kimono, summer dress, bow tie, sequin top, rain cape, waistcoat, handbag, pair of sandals, corduroy suit',
    'tailored, oversized, vintage, faded, backless, reversible, pinstriped, second-season, moth-eaten, made-to-measure, quilted, emerald',
    'on the catwalk, in the charity shop, at the spring sale, on a padded hanger, in the costume store, at the embassy ball, in the fitting room, on the high street',
    'worn with white trainers, reduced by half, back in fashion, hemmed by hand, seen on three celebrities, dry-cleaned only, packed for the wedding',
  ),
  subject(
    'rocking chair, oak sideboard, bunk bed, writing desk, bookcase, chaise longue, folding table, wardrobe, bar stool, coffee table, chest of drawers, hat stand, standing mirror, armchair, cradle',
    'mid-century, flat-packed, inlaid, wobbly, reupholstered, scratched, Shaker, space-saving, inherited, walnut, child-sized, stackable',
    'in the hallway, at the auction house, under the eaves, in the show flat, on the landing, at the tip, in the study, by the bay window',
    'covered with a dust sheet, assembled without instructions, stripped and waxed, delivered on Tuesday, too wide for the stairs, bought for a song, missing one leg',
  ),
  subject(
    'vacuum cleaner, ironing board, dripping tap, bathroom tile, curtain rail, door hinge, wallpaper roll, radiator valve, doormat, laundry basket, letterbox, paint roller, gutter, smoke hood, shower tray',
    'squeaking, blocked, peeling, self-adhesive, energy-saving, mouldy, lime-scaled, child-proof, off-white, wall-mounted, loose, hard-wearing',
    'in the rented flat, under the sink, in the utility room, on the first floor, behind the boiler, in the spare bedroom, at the hardware store, above the bath',
    'fixed in ten minutes, replaced by the landlord, explained step by step, measured twice, still dripping at night, cleaned with vinegar, left by the last tenants',
  ),
  subject(
    'teddy bear, doll’s house, wooden train, spinning top, jigsaw puzzle, tin soldier, yo-yo, rocking horse, building block, marble run, hand puppet, kite, paper aeroplane, skipping rope, xylophone',
    'beloved, one-eared, hand-painted, clockwork, educational, missing, noisy, plastic-free, retro, boxed, outgrown, magnetic',
    'under the Christmas tree, in the nursery, at the toy museum, on the playmat, in the attic trunk, at the jumble sale, in the bath, on the window ledge',
    'recalled by its maker, loved to pieces, handed down three times, recommended from age four, squeaking at midnight, lost on the ferry, wrapped in tissue paper',
  ),
] as const;
