import { createCanvas, loadImage } from '@napi-rs/canvas';

/** The decoded picture: its size, and where each colour is, as `rrggbbaa`. */
export async function decoded(png: Uint8Array | null) {
  if (!png) throw new Error('no picture');
  const { width, height, pixels } = await pixelsOf(png);
  const counts = new Map<number, number>();
  for (const pixel of pixels) counts.set(pixel, (counts.get(pixel) ?? 0) + 1);
  const colours = new Map([...counts].map(([pixel, count]) => [nameOf(pixel), count]));
  return {
    width,
    height,
    colours,
    /** How many pixels have that colour. */
    count: (colour: string) => colours.get(colour) ?? 0,
    /** The columns of pixels in which it is found at or below the row `from`, in order. */
    columns(colour: string, from = 0) {
      const wanted = Number.parseInt(colour, 16);
      const found = new Set<number>();
      for (let at = from * width; at < pixels.length; at++) if (pixels[at] === wanted) found.add(at % width);
      return [...found].toSorted((a, b) => a - b);
    },
    /** Colours within so many pixels of the edges. */
    edge(within: number) {
      const found = new Set<number>();
      pixels.forEach((pixel, at) => {
        const [x, y] = [at % width, Math.floor(at / width)];
        if (Math.min(x, y, width - 1 - x, height - 1 - y) < within) found.add(pixel);
      });
      return [...found].map(nameOf);
    },
  };
}

const nameOf = (pixel: number): string => pixel.toString(16).padStart(8, '0');

async function pixelsOf(png: Uint8Array) {
  const image = await loadImage(Buffer.from(png));
  const { width, height } = image;
  const context = createCanvas(width, height).getContext('2d');
  context.drawImage(image, 0, 0);
  const { data } = context.getImageData(0, 0, width, height);
  const view = new DataView(data.buffer, data.byteOffset, data.byteLength);
  return { width, height, pixels: Uint32Array.from({ length: width * height }, (_, at) => view.getUint32(at * 4)) };
}

/** The widest gap between neighbours of an ascending list. */
export function widestGap(places: readonly number[]): number {
  return Math.max(0, ...places.slice(1).map((place, at) => place - (places[at] ?? place)));
}
