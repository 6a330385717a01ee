import { subject } from './subject.ts';

/** Books, school, science, software, museums, history and art. */
export const learning = [
  subject(
    'paperback, first edition, cookery book, field guide, detective novel, comic album, dictionary, picture book, poetry volume, atlas, diary, library card, bookmark, audiobook, manuscript',
    'dog-eared, leather-bound, banned, best-selling, annotated, foxed, unabridged, illustrated, translated, signed, water-stained, thousand-page',
    'on the bedside table, in the reading room, at the book fair, in a second-hand shop, on the summer list, in the school library, on the top shelf, in the free box outside',
    'read in one night, returned forty years late, shortlisted for a prize, missing its last page, read aloud by the author, borrowed and never given back, praised by nobody',
  ),
  subject(
    'geometry lesson, school bell, homework sheet, chalk duster, exam paper, timetable, spelling test, class photo, lunch queue, science project, school bus, essay plan, report card, pencil case, parents’ evening',
    'dreaded, surprise, compulsory, sixth-form, colour-coded, unfinished, multilingual, boring, end-of-term, bilingual, hand-marked, crumpled',
    'in room twelve, on the noticeboard, at the primary school, in the exam hall, on the playground, after the summer break, on the last day of term, in the staff room',
    'handed in late, copied from a friend, marked in red, cancelled by snow, practised every morning, graded on a curve, forgotten on the bus',
  ),
  subject(
    'web browser, spreadsheet, compiler warning, login form, unit test, spam filter, backup script, database index, text editor, pull request, phone app, chat bot, mail server, software licence, bug report',
    'legacy, undocumented, open-source, flaky, responsive, encrypted, deprecated, cross-platform, unmaintained, self-hosted, memory-hungry, beta',
    'in production, on the staging server, in version three, on the command line, in the cloud, behind the firewall, at the hackathon, in the release notes',
    'failing on Fridays only, rewritten in a weekend, blocked by a merge conflict, shipped without tests, closed as a duplicate, running since the nineties, explained in a screencast',
  ),
  subject(
    'test tube, pipette, fume hood, titration curve, periodic table, gas burner, distillation flask, crystal garden, litmus paper, safety shower, centrifuge, lab coat, polymer chain, chromatography strip, acid bottle',
    'cracked, colourless, exothermic, labelled, saturated, sterile, diluted, fuming, organic, spilt, blue, heat-resistant',
    'in the chemistry lab, behind the safety screen, at the open day, in the store cupboard, at the technical college, in lecture theatre two, on the balance, in the waste container',
    'heated over a low flame, weighed to a milligram, turning pink at the end point, stirred for an hour, handled with gloves, shown to the first years, repeated three times',
  ),
  subject(
    'Roman coin, suit of armour, dinosaur skeleton, Egyptian mummy, ship model, stone axe, porcelain vase, tapestry, globe, printing press, spinning wheel, viking helmet, portrait bust, clay tablet, stuffed bear',
    'priceless, looted, reconstructed, gilded, broken, anonymous, Bronze Age, donated, fake, well-preserved, catalogued, loaned',
    'in gallery nine, in the museum shop, at the special exhibition, behind bullet-proof glass, in the depot, on the ground floor, at the county museum, beside the audio guide stand',
    'labelled in three languages, cleaned for the first time, returned to its owners, drawn by school groups, lit from below, found in a ploughed field, attributed to a pupil',
  ),
  subject(
    'royal charter, trade route, castle siege, steam age, peace treaty, crown jewel, plague year, census book, coronation, expedition, guild hall, workers’ strike, flag, railway opening, land map',
    'medieval, forgotten, disputed, bloody, Victorian, secret, colonial, forged, triumphant, local, annotated, unfinished',
    'in the national archive, in chapter six, during the civil war, on a commemorative stamp, in the parish records, along the Silk Road, in the Baltic, in letters home',
    'described by a monk, known from one source, retold by pensioners, debated by historians, ending in failure, celebrated every century, taught in year eight',
  ),
  subject(
    'oil painting, watercolour, charcoal portrait, marble statue, fresco, mural, still life, etching, woodcut, sketchbook, mosaic floor, abstract canvas, altarpiece, poster, installation',
    'unsigned, luminous, monumental, unfinished, impressionist, restored, controversial, minimalist, cracked, stolen, miniature, monochrome',
    'in a private collection, at the degree show, in the chapel, on a gable wall, in the blue salon, at the biennale, in the artist’s studio, above the fireplace',
    'varnished last year, sold for a record sum, copied by students, painted in one sitting, hung upside down, inspired by the sea, seen in raking light',
  ),
  subject(
    'prime number, right angle, probability tree, long division, Venn diagram, geometry proof, bar chart, quadratic equation, slide rule, unit circle, graph paper, magic square, logarithm table, number line, Möbius strip',
    'elegant, irrational, hand-drawn, worked, infinite, wrong, classic, three-step, elementary, surprising, unsolved, symmetrical',
    'on the blackboard, in question five, at the olympiad, in the margin, on squared paper, in the teacher’s copy, in lesson nine, on the back of an envelope',
    'proved by contradiction, solved with a ruler, left as an exercise, checked by computer, simplified too far, plotted in three colours, known since Euclid',
  ),
  subject(
    'French verb, crossword clue, sign language class, pronunciation guide, proverb, loan word, alphabet chart, dialect map, grammar table, subtitle, word list, tongue twister, idiom, punctuation mark, vocabulary card',
    'irregular, untranslatable, regional, old-fashioned, misspelt, colloquial, silent, ambiguous, plural, borrowed, common, rhyming',
    'in the beginner course, on page forty, in spoken Welsh, at the language café, in the style guide, in the dubbed version, on a shop sign, in the exchange year',
    'confusing for learners, heard in the north only, memorised with a song, corrected by the teacher, explained with pictures, used since Chaucer, learnt before breakfast',
  ),
] as const;
