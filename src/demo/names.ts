/** The vocabulary of the demo company. All of it is made up. */

/** Products of one name: where they belong, their variants, and the range of the first one's price in cents. */
export interface Line {
  readonly segment: string;
  readonly name: string;
  readonly variants: readonly string[];
  /** Each variant is dearer than the one before. */
  readonly rising: boolean;
  readonly cents: readonly [least: number, most: number];
}

export interface Category {
  readonly name: string;
  readonly division: string;
  /** Demand of each month, January first, as a multiple of the year's average. */
  readonly season: readonly number[];
  readonly lines: readonly Line[];
}

/** Variants are set apart by commas, or by `<` where each is dearer than the one before. */
const line = (segment: string, name: string, variants: string, least: number, most: number): Line => ({
  segment,
  name,
  variants: variants.split(/, | < /),
  rising: variants.includes('<'),
  cents: [least * 100, most * 100],
});

const STEADY = [0.95, 0.95, 1, 1, 1, 1, 0.95, 0.95, 1.05, 1.05, 1.05, 1.05];
const CHRISTMAS = [0.7, 0.7, 0.8, 0.85, 0.85, 0.85, 0.9, 0.9, 1, 1.15, 1.5, 1.8];
const SUMMER = [0.45, 0.5, 0.9, 1.4, 1.6, 1.6, 1.5, 1.3, 1, 0.7, 0.55, 0.5];
const SPRING = [0.9, 0.95, 1.2, 1.25, 1.15, 1, 0.95, 0.9, 1, 0.95, 0.9, 0.85];

export const CATEGORIES: readonly Category[] = [
  {
    name: 'Electronics',
    division: 'Technology',
    season: CHRISTMAS,
    lines: [
      line('Audio', 'Bookshelf Speaker', 'Black, White, Walnut', 79, 199),
      line('Audio', 'Clock Radio', 'Black, Silver', 29, 69),
      line('Computing', 'Monitor', '24 inch < 27 inch < 32 inch', 139, 449),
      line('Computing', 'Mechanical Keyboard', 'UK layout, US layout, German layout', 69, 149),
      line('Power', 'Power Bank', '10000 mAh < 20000 mAh', 24, 59),
      line('Power', 'Charging Dock', 'Black, White', 19, 49),
    ],
  },
  {
    name: 'Furniture',
    division: 'Home',
    season: SPRING,
    lines: [
      line('Lighting', 'Desk Lamp', 'Black, White', 24, 69),
      line('Lighting', 'Floor Lamp', 'Black, Brass', 59, 149),
      line('Seating', 'Swivel Chair', 'Black, Grey, Green', 119, 329),
      line('Seating', 'Bar Stool', 'Oak, Walnut', 69, 159),
      line('Tables', 'Standing Desk', '120 cm < 140 cm < 160 cm', 299, 599),
      line('Tables', 'Side Table', 'Oak, White', 39, 119),
    ],
  },
  {
    name: 'Kitchen',
    division: 'Home',
    season: CHRISTMAS,
    lines: [
      line('Cookware', 'Frying Pan', '20 cm < 24 cm < 28 cm', 19, 79),
      line('Cookware', 'Stock Pot', '5 l < 8 l', 29, 89),
      line('Tableware', 'Dinner Plate', 'Sand, Slate, White', 6, 15),
      line('Tableware', 'Water Jug', '1 l < 2 l', 9, 29),
      line('Appliances', 'Kettle', 'Black, Steel', 29, 89),
      line('Appliances', 'Toaster', 'Black, Cream, Steel', 29, 99),
    ],
  },
  {
    name: 'Garden',
    division: 'Outdoor',
    season: SUMMER,
    lines: [
      line('Watering', 'Garden Hose', '15 m < 25 m < 50 m', 19, 79),
      line('Watering', 'Watering Can', '5 l < 10 l', 9, 24),
      line('Planting', 'Planter', 'Small < Medium < Large', 9, 59),
      line('Planting', 'Hand Trowel', 'Ash, Beech', 6, 14),
      line('Outdoor Living', 'Parasol', 'Ecru, Grey', 49, 199),
      line('Outdoor Living', 'Fire Bowl', '60 cm < 80 cm', 69, 179),
    ],
  },
  {
    name: 'Tools',
    division: 'Trade',
    season: SPRING,
    lines: [
      line('Hand Tools', 'Claw Hammer', '450 g < 600 g', 12, 34),
      line('Hand Tools', 'Screwdriver Set', '6 pieces < 12 pieces', 14, 49),
      line('Power Tools', 'Cordless Drill', '12 V < 18 V', 69, 189),
      line('Power Tools', 'Jigsaw', '500 W < 700 W', 59, 139),
      line('Storage', 'Tool Box', '16 inch < 20 inch', 19, 59),
      line('Storage', 'Parts Cabinet', '24 drawers < 44 drawers', 29, 79),
    ],
  },
  {
    name: 'Office',
    division: 'Trade',
    season: STEADY,
    lines: [
      line('Paper', 'Notebook', 'Dotted, Lined, Squared', 3, 12),
      line('Paper', 'Copy Paper', '500 sheets < 2500 sheets', 4, 24),
      line('Filing', 'Ring Binder', 'Blue, Green, Red', 2, 6),
      line('Filing', 'Document Tray', 'Clear, Smoke', 5, 14),
      line('Writing', 'Ballpoint Pen', 'Black, Blue, Red', 1, 4),
      line('Writing', 'Whiteboard', '60 cm < 90 cm < 120 cm', 24, 99),
    ],
  },
  {
    name: 'Sports',
    division: 'Outdoor',
    season: SUMMER,
    lines: [
      line('Fitness', 'Yoga Mat', 'Blue, Charcoal, Plum', 14, 49),
      line('Fitness', 'Kettlebell', '8 kg < 12 kg < 16 kg', 19, 69),
      line('Camping', 'Sleeping Bag', 'Regular < Long', 49, 149),
      line('Camping', 'Dome Tent', '2 persons < 4 persons', 79, 249),
      line('Cycling', 'Bicycle Lock', '80 cm < 110 cm', 19, 59),
      line('Cycling', 'Floor Pump', 'Black, Red', 24, 69),
    ],
  },
  {
    name: 'Toys',
    division: 'Leisure',
    season: CHRISTMAS,
    lines: [
      line('Building', 'Wooden Blocks', '50 pieces < 100 pieces', 14, 49),
      line('Building', 'Marble Run', 'Starter < Large', 29, 89),
      line('Games', 'Card Game', 'Family, Travel', 5, 19),
      line('Games', 'Jigsaw Puzzle', '500 pieces < 1000 pieces', 9, 24),
      line('Plush', 'Plush Bear', 'Small < Large', 12, 44),
      line('Plush', 'Plush Fox', 'Small < Large', 12, 44),
    ],
  },
];

/** Later editions of a line: `Desk Lamp`, `Desk Lamp Classic`, …, `Desk Lamp Classic 2`. */
export const EDITIONS = [
  'Classic',
  'Compact',
  'Nordic',
  'Urban',
  'Studio',
  'Alpine',
  'Prime',
  'Basic',
  'Pure',
  'Select',
  'Harbour',
  'Loft',
  'Meadow',
  'Orbit',
  'Pioneer',
  'Rustic',
  'Signal',
  'Terra',
  'Vista',
  'Atelier',
  'Comet',
  'Delta',
  'Ember',
  'Grove',
] as const;

/** In the order in which they opened; the first are the largest. */
export const WAREHOUSES = [
  'Hamburg',
  'Lyon',
  'Leipzig',
  'Rotterdam',
  'Porto',
  'Gdansk',
  'Milan',
  'Zaragoza',
  'Brno',
  'Graz',
  'Malmo',
  'Antwerp',
] as const;
