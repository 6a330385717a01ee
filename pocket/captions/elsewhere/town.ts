import { subject } from './subject.ts';

/** Houses, traffic, work, money, law and health. */
export const town = [
  subject(
    'brick chimney, spiral staircase, glass facade, barn door, tiled roof, stained-glass window, concrete stairwell, garden shed, water tower, timber frame, lift shaft, balcony, stone arch, windmill, bus shelter',
    'crumbling, freshly painted, listed, unfinished, ivy-covered, modernist, insulated, narrow, abandoned, whitewashed, prefabricated, tilted',
    'in the old quarter, behind the station, on the university campus, in the suburbs, on a hill top, beside the motorway, at the harbour front, in the courtyard',
    'under scaffolding, reflecting the evening sky, awaiting renovation, sketched for a survey, with pigeons on top, after the storm',
  ),
  subject(
    'delivery van, steam locomotive, cargo bike, tractor, hot-air balloon, fire engine, tug boat, motor scooter, camper van, biplane, tramcar, forklift, milk float, container ship, racing kart',
    'rusting, yellow, overloaded, electric, restored, pre-war, diesel, parked, overturned, gleaming, three-wheeled, slow',
    'in the depot, on a dirt track, at the level crossing, outside the workshop, on the quay, in a traffic jam, at the air show, in the barn',
    'with its bonnet open, waiting for spare parts, loaded for the journey, on its last run, driven by its owner, washed by hand',
  ),
  subject(
    'roundabout, zebra crossing, cycle lane, parking meter, bus timetable, pothole, traffic warden, underpass, footbridge, speed camera, taxi rank, road sign, tram line, car park, detour',
    'icy, newly surfaced, one-way, confusing, closed, rush-hour, widened, pedestrian, unlit, ring-road, temporary, dangerous',
    'outside the hospital, on the A9, near the stadium, between two villages, at the city limit, in the low-emission zone, by the old mill, along the seafront',
    'discussed by the council, blocked by a lorry, reopened on Monday, painted overnight, causing long queues, opposed by the shops, used by nobody',
  ),
  subject(
    'savings account, tax return, mortgage, pension fund, invoice, credit note, stock index, insurance claim, bank statement, salary slip, receipt, share certificate, loan agreement, exchange rate, annual report',
    'overdue, fixed-rate, tax-free, disputed, provisional, audited, low-risk, quarterly, unpaid, falling, foreign, joint',
    'at the local branch, in the third quarter, on the trading floor, in small print, at the accountant’s, after the budget, in a plain envelope, on the balance sheet',
    'due at the end of the month, explained for beginners, rounded to the nearest pound, frozen by the bank, paid in instalments, up by two percent, filed under other costs',
  ),
  subject(
    'rental contract, court ruling, witness statement, patent claim, divorce case, traffic fine, copyright notice, jury, building permit, legal appeal, power of attorney, privacy policy, will, parking ticket, trade mark',
    'unanimous, void, binding, out-of-court, landmark, contested, preliminary, notarised, unlawful, written, expired, anonymous',
    'at the high court, before the tribunal, in clause seven, at the notary’s, under the new act, in the first instance, on appeal, in the public register',
    'adjourned until June, signed by both parties, quoted in full, thrown out by the judge, translated by a sworn translator, valid for ten years, misread by the press',
  ),
  subject(
    'stethoscope, blood sample, X-ray film, plaster cast, vaccination card, hospital bed, first-aid kit, wheelchair, dental mirror, operating theatre, ambulance, thermometer, pill box, eye chart, bandage',
    'sterile, emergency, disposable, bedside, overnight, adjustable, blood-stained, expired, paediatric, out-of-hours, sealed, mobile',
    'on ward three, in the waiting room, at the dentist’s, in the emergency department, on the trolley, at the school nurse’s, in the glove compartment, in the field hospital',
    'checked twice a day, explained to the patient, thrown away after use, read by a radiologist, ordered before lunch, donated by a charity, cleaned between visits',
  ),
  subject(
    'knee operation, allergy test, sleep diary, breathing exercise, diet plan, hearing check, migraine attack, physiotherapy session, flu jab, yoga mat, blood pressure reading, broken wrist, cold remedy, smoking ban, hip fracture',
    'routine, twelve-week, painful, mild, seasonal, doctor-approved, pointless, chronic, balanced, overdue, evidence-based, gentle',
    'at the health centre, after the age of fifty, on prescription, in the waiting list, at the rehab clinic, during pregnancy, in primary care, at the pharmacy',
    'improving within a week, covered by insurance, studied in eighty patients, worse at night, recommended twice a year, treated at home, followed by rest',
  ),
  subject(
    'job advert, office chair, business card, meeting room, coffee machine, team outing, pay rise, time sheet, trade union, start-up, warehouse, job interview, press release, lunch break, retirement party',
    'part-time, open-plan, two-hour, unpaid, networking, annual, awkward, mandatory, family-run, off-site, well-paid, pointless',
    'on the ninth floor, at head office, in the industrial estate, on Monday morning, at the trade fair, in the shared calendar, near the lifts, in the break room',
    'moved to Thursday, announced by e-mail, ending in silence, photographed for the intranet, approved by the board, postponed again, open to applicants',
  ),
  subject(
    'wheat field, dairy herd, combine harvester, grain silo, cattle grid, beehive, vineyard, potato clamp, milking parlour, scarecrow, sheep pen, irrigation channel, hop garden, farm track, hay bale',
    'organic, waterlogged, record-breaking, family, terraced, fallow, freshly ploughed, drought-hit, free-range, muddy, sloping, mechanised',
    'in the fens, on the edge of the moor, at the agricultural show, beyond the farmhouse, in the valley bottom, next to the slurry pit, along the hedgerow, in East Anglia',
    'ready for harvest, sprayed in April, grazed by goats, insured against hail, sold at auction, handed to the next generation, damaged by wild boar',
  ),
  subject(
    'election poster, town council, petition, press conference, ballot box, peace march, budget debate, recycling scheme, housing project, minister, border check, referendum, opinion poll, library closure, charity run',
    'controversial, cross-party, noisy, underfunded, long-awaited, peaceful, narrow, nationwide, leaked, symbolic, televised, early',
    'on the evening news, in the capital, outside parliament, at the community centre, in the local paper, on page one, in the northern districts, at city hall',
    'opposed by residents, decided by one vote, postponed until autumn, backed by both sides, covered live, ending in a compromise, watched by observers',
  ),
  subject(
    'Gothic cathedral, village chapel, mosque dome, pagoda, monastery garden, prayer wheel, bell tower, pilgrim path, baptism font, cemetery gate, synagogue, wedding vow, carved pulpit, crypt, holy well',
    'candle-lit, ruined, whitewashed, gilded, silent, thousand-year-old, octagonal, wooden, restored, hill-top, overgrown, incense-filled',
    'on the pilgrim route, in the Ethiopian highlands, beyond the cloister, in the old Jewish quarter, by the sacred lake, at Easter, in the Pyrenees, above the village',
    'open on Sundays only, built without nails, cared for by two nuns, damaged in the earthquake, lit for the feast, visited by pilgrims, drawn by travellers',
  ),
] as const;
