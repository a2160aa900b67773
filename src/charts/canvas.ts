import { createRequire } from 'node:module';
import { type Canvas, createCanvas, GlobalFonts } from '@napi-rs/canvas';
import { FilterType, Transformer } from '@napi-rs/image';
import {
  BarController,
  BarElement,
  CategoryScale,
  Chart,
  type ChartType,
  Filler,
  Legend,
  LinearScale,
  LineController,
  LineElement,
  type Plugin,
  PointElement,
  SubTitle,
  Title,
} from 'chart.js';
import { BACKGROUND } from './palette.js';
import { type ChartPicture, DEVICE_PIXEL_RATIO } from './picture.js';

/** A bare server has no fonts at all, so those of the package are registered: enough for names in most of Europe. */
const SUBSETS = ['latin', 'latin-ext', 'cyrillic', 'greek'];
const WEIGHTS = [400, 600];

const background: Plugin<ChartType> = {
  id: 'background',
  beforeDraw({ ctx, width, height }) {
    ctx.fillStyle = BACKGROUND;
    ctx.fillRect(0, 0, width, height);
  },
};

Chart.register(BarController, BarElement, LineController, LineElement, PointElement, Filler);
Chart.register(CategoryScale, LinearScale, Legend, Title, SubTitle);
registerFonts();

/** Draws a picture at twice its size in CSS pixels. */
export const drawPicture = (picture: ChartPicture): Promise<Uint8Array> => withChart(picture, encodePng);

/** Draws the chart; `use` sees the canvas before Chart.js clears it. */
export async function withChart<T>(picture: ChartPicture, use: (canvas: Canvas) => Promise<T>): Promise<T> {
  const canvas = createCanvas(picture.width, picture.height);
  const chart = new Chart(canvas, {
    ...picture.config,
    options: {
      ...picture.config.options,
      animation: false,
      responsive: false,
      devicePixelRatio: DEVICE_PIXEL_RATIO,
    },
    plugins: [background],
  });
  try {
    return await use(canvas);
  } finally {
    chart.destroy();
  }
}

/**
 * PNG in a fifth of the time that the canvas' own encoder takes (1600×800: 6 ms against 32 ms, 70 KB against
 * 82 KB). The pixels are premultiplied, which is the same as straight because the background is opaque.
 */
export function encodePng(canvas: Canvas): Promise<Uint8Array> {
  return Transformer.fromRgbaPixels(canvas.data(), canvas.width, canvas.height).png({ filterType: FilterType.Up });
}

function registerFonts(): void {
  const { resolve } = createRequire(import.meta.url);
  for (const subset of SUBSETS) {
    for (const weight of WEIGHTS) {
      const path = resolve(`@fontsource/inter/files/inter-${subset}-${weight}-normal.woff2`);
      if (!GlobalFonts.registerFromPath(path, 'Inter')) throw new Error(`no font could be read from ${path}`);
    }
  }
}
