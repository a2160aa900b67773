import { createCanvas } from '@napi-rs/canvas';
import { encodePng, withChart } from './canvas.js';
import { BACKGROUND } from './palette.js';
import { DEVICE_PIXEL_RATIO, FONT_FAMILY, LINE_HEIGHT } from './picture.js';
import type { Sheet } from './sheet.js';

const ROUND = 6;

/** Draws a sheet at twice its size in CSS pixels, as PNG. */
export async function drawSheet({ width, height, boxes, words, charts }: Sheet): Promise<Uint8Array> {
  const canvas = createCanvas(width * DEVICE_PIXEL_RATIO, height * DEVICE_PIXEL_RATIO);
  const context = canvas.getContext('2d');
  context.scale(DEVICE_PIXEL_RATIO, DEVICE_PIXEL_RATIO);
  context.fillStyle = BACKGROUND;
  context.fillRect(0, 0, width, height);
  for (const box of boxes) {
    context.fillStyle = box.colour;
    context.beginPath();
    context.roundRect(box.x, box.y, box.width, box.height, Math.min(ROUND, box.height / 2));
    context.fill();
  }
  context.textBaseline = 'middle';
  for (const { x, y, text, size, weight, colour, align } of words) {
    context.font = `${weight} ${size}px ${FONT_FAMILY}`;
    context.fillStyle = colour;
    context.textAlign = align;
    context.fillText(text, x, y + (size * LINE_HEIGHT) / 2);
  }
  for (const { y, picture } of charts)
    await withChart(picture, async (chart) => context.drawImage(chart, 0, y, picture.width, picture.height));
  return encodePng(canvas);
}
