import { PAPER_SETTINGS } from '../../../../core';
import type { Prompts } from '../../../engine';
import type { Preset } from './preset';

/** CoRE table 5: a domain-specific zero-shot prompt with a generic retrieval prompt does best on Circuits. */
export const CIRCUIT_PROMPTS: Prompts = {
  zeroShot: 'a circuit diagram of a {}',
  retrieval: 'a photo of a {}',
};

/**
 * The 32 labels of Circuit Diagram Classification (Zhang, Doughty and Snoek, “Low-Resource Vision Challenges for
 * Foundation Models”, CVPR 2024), in the order of its label numbers as public code for the dataset gives them.
 * The labels join several names by slashes; here they are synonyms, and bracketed qualifiers are written out.
 */
const CIRCUITS = `other circuit | others
audio amplifier | amplifier
power supply | converter | charger | inverter
mosquito repellent
infrared sensor
infrared controller | controller
lock
alarm
meter | sensor | monitor | tester
LED
timer
dice | coin toss | random number generator
transmitter | AM transmitter | FM transmitter | infrared transmitter | RF transmitter
receiver | AM receiver | FM receiver | infrared receiver | RF receiver
sound generator | tone control | tone generator
switch
protector
counter
indicator
bell | buzzer | ringer | horn | siren | beeper
audio mixer
warmer
signal generator | wave generator | multivibrator
motor driver | driver
signal converter
signal fader
relay
UPS
jammer
regulator | limiter
fan
intercom
`;

/** The 7 diagnoses of HAM10000 (Tschandl, Rosendahl and Kittler, 2018) with the names that its paper groups under each. */
export const LESIONS = `actinic keratosis | intraepithelial carcinoma | Bowen’s disease
basal cell carcinoma
benign keratosis | seborrheic keratosis | solar lentigo | lichen planus-like keratosis
dermatofibroma
melanoma
melanocytic nevus | mole
vascular lesion | angioma | angiokeratoma | pyogenic granuloma
`;

/**
 * The 100 species of iNaturalist 2021 (Van Horn et al.) with the fewest training photos, ferns and their allies all of them, with the scientific
 * and common names that CoRE's authors tested with: a fact of `artifacts/data/inaturalist/class_mapping*.csv` in
 * github.com/Fodark/CoRE at 2476be2. Where a common name was given twice it stays with the first species (water fern, also Azolla's).
 */
const LONG_TAIL = `Asplenium oblongifolium | huruhuruwhenua
Asplenium platyneuron | ebony spleenwort
Asplenium polyodon | mare’s tail fern
Asplenium rhizophyllum | walking fern
Asplenium ruta-muraria | wall-rue
Asplenium scolopendrium | Hart’s-tongue fern
Asplenium trichomanes | maidenhair spleenwort
Asplenium viride | green spleenwort
Athyrium angustum | northern lady fern
Athyrium filix-femina | lady fern
Deparia acrostichoides | silvery glade fern
Blechnum chambersii | rereti
Blechnum filiforme | thread fern
Blechnum novae-zelandiae | palm-leaf fern
Blechnum parrisiae | rasp fern
Blechnum penna-marina | little hard fern
Blechnum procerum
Cranfillia fluviatilis | kiwakiwa
Lomaria discolor | crown fern
Struthiopteris spicant | deer fern
Telmatoblechnum serrulatum | toothed midsorus fern
Woodwardia areolata | netted chain fern
Woodwardia fimbriata | giant chain fern
Woodwardia virginica | Virginia chainfern
Cystopteris bulbifera | bulblet fern
Cystopteris fragilis | brittle bladderfern
Cystopteris protrusa | lowland brittle fern
Gymnocarpium dryopteris | northern oak fern
Dennstaedtia punctilobula | hay-scented fern
Histiopteris incisa | water fern
Hypolepis ambigua | common pig fern
Paesia scaberula | hard fern
Pteridium aquilinum | common bracken
Pteridium esculentum | Austral bracken
Pteridium pinetorum | pinewood bracken
Homalosorus pycnocarpos | narrow-leaved glade fern
Cyrtomium falcatum | house holly-fern
Dryopteris arguta | coastal woodfern
Dryopteris carthusiana | spinulose wood fern
Dryopteris cristata | crested buckler-fern
Dryopteris expansa | northern wood fern
Dryopteris filix-mas | male fern
Dryopteris fragrans | fragrant wood fern
Dryopteris intermedia | intermediate wood fern
Dryopteris marginalis | marginal wood fern
Polystichum acrostichoides | Christmas fern
Polystichum lonchitis | holly fern
Polystichum munitum | western swordfern
Polystichum neozelandicum
Polystichum vestitum | prickly shield fern
Rumohra adiantiformis | leatherleaf fern
Nephrolepis cordifolia | tuber ladder fern
Matteuccia struthiopteris | ostrich fern
Onoclea sensibilis | sensitive fern
Microsorum pustulatum | kangaroo fern
Microsorum scandens | fragrant fern
Notogrammitis heterophylla | comb fern
Phlebodium aureum | golden polypody
Pleopeltis michauxiana | resurrection fern
Polypodium californicum | California polypody
Polypodium glycyrrhiza | licorice fern
Polypodium scouleri | leathery polypody
Polypodium virginianum | rock polypody
Polypodium vulgare | common polypody
Pyrrosia eleagnifolia | leather-leaf fern
Acrostichum danaeifolium | giant leather fern
Adiantum aleuticum | five-fingered fern
Adiantum capillus-veneris | black maidenhair fern
Adiantum cunninghamii | maidenhair
Adiantum hispidulum | rose maidenhair-fern
Adiantum jordanii | California maidenhair fern
Adiantum pedatum | northern maidenhair fern
Aspidotis densa | serpentine fern
Astrolepis sinuata | wavy scale cloakfern
Cryptogramma acrostichoides | American parsley fern
Myriopteris alabamensis | Alabama lipfern
Myriopteris aurea | golden lipfern
Myriopteris parryi | Parry’s lip fern
Pellaea andromedifolia | coffee fern
Pellaea atropurpurea | purple-stem cliffbrake
Pellaea glabella | smooth cliffbrake
Pellaea mucronata | bird’s foot cliffbrake
Pellaea rotundifolia | button fern
Pentagramma triangularis | goldback fern
Pteris cretica | Cretan brake
Pteris macilenta | sweet fern
Pteris tremula | shaking brake
Pteris vittata | ladder fern
Parathelypteris noveboracensis | New York fern
Phegopteris connectilis | long beech fern
Phegopteris hexagonoptera | broad beech fern
Pneumatopteris pennigera | gully fern
Thelypteris palustris | marsh fern
Woodsia ilvensis | rusty woodsia
Woodsia obtusa | blunt woodsia
Psilotum nudum | skeleton fork fern
Tmesipteris elongata
Azolla filiculoides
Salvinia minima | water spangles
Lygodium japonicum | Japanese climbing fern
`;

/** The three benchmarks of CoRE's paper (section 4), with its prompts (table 5) and its settings (section 5, figure 3). */
export const BENCHMARKS: readonly Preset[] = [
  {
    id: 'circuits',
    title: 'Circuits, 32 functions',
    description:
      'CoRE’s benchmark: the labels of Circuit Diagram Classification (Zhang et al. 2024), slashes read as synonyms, with the paper’s prompts and settings. Wants a full-size model.',
    prompts: CIRCUIT_PROMPTS,
    settings: PAPER_SETTINGS,
    classes: { text: CIRCUITS },
  },
  {
    id: 'lesions',
    title: 'HAM10000, 7 skin lesions',
    description:
      'CoRE’s benchmark: the diagnoses of a set of dermatoscopic pictures (Tschandl et al. 2018), with the paper’s prompts and settings.',
    prompts: { zeroShot: 'a skin lesion of {}', retrieval: 'a photo of a {}' },
    settings: PAPER_SETTINGS,
    classes: { text: LESIONS },
  },
  {
    id: 'inaturalist-long-tail',
    title: 'iNaturalist long tail, 100 species',
    description:
      'CoRE’s benchmark: the 100 species of iNaturalist 2021 with the fewest training photos, with scientific and common names as its authors tested them, and the paper’s prompts and settings. Wants a full-size model.',
    // The domain has no word of its own (table 5).
    prompts: { zeroShot: 'a photo of a {}', retrieval: 'a photo of a {}' },
    settings: PAPER_SETTINGS,
    leftOutOfPocket: true,
    classes: { text: LONG_TAIL },
  },
];
