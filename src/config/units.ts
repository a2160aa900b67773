import { z } from 'zod';

/** Milliseconds, as every duration inside the program. */
export const seconds = (value: number): number => value * 1000;

const DURATION = /^(\d+(?:\.\d+)?)\s*(ms|s|m|h|d)$/;
const MILLISECONDS = { ms: 1, s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 } as const;

/** A duration such as `500ms`, `10s`, `5m`, `1h`, `1d`; yields milliseconds. */
export const duration = (fallback: number) =>
  z
    .string({ error: 'a duration such as 500ms, 10s, 5m, 1h or 1d' })
    .regex(DURATION, 'a duration such as 500ms, 10s, 5m, 1h or 1d')
    .transform((text) => {
      const [, amount = '0', unit = 'ms'] = DURATION.exec(text) ?? [];
      return Math.round(Number(amount) * MILLISECONDS[unit as keyof typeof MILLISECONDS]);
    })
    .default(fallback)
    .meta({ kind: 'duration', fallback });

/** A whole number, as a number or, out of the environment, as text. */
export const whole = (least: number, most: number, fallback: number) =>
  z
    .union([z.number(), z.string().regex(/^\d+$/).transform(Number)], { error: 'a whole number' })
    .pipe(z.number().int().min(least).max(most))
    .default(fallback)
    .meta({ kind: 'whole', fallback, minimum: least, maximum: most });

/** Memory such as `128MB` or `1GB`; yields megabytes. */
export const megabytes = (fallback: number) =>
  z
    .string({ error: 'an amount of memory such as 128MB or 1GB' })
    .regex(/^\d+\s*(MB|GB)$/, 'an amount of memory such as 128MB or 1GB')
    .transform((text) => Number.parseInt(text, 10) * (text.endsWith('GB') ? 1024 : 1))
    .default(fallback)
    .meta({ kind: 'memory', fallback });

/** An IANA time zone that this runtime knows. */
export const zone = z
  .string()
  .refine((name) => {
    try {
      return new Intl.DateTimeFormat('en-US', { timeZone: name }).resolvedOptions().timeZone !== '';
    } catch (error) {
      if (error instanceof RangeError) return false;
      throw error;
    }
  }, 'an IANA time zone such as Europe/Berlin or UTC')
  .meta({ kind: 'time zone' });

export const timeZone = (fallback: string) => zone.default(fallback).meta({ kind: 'time zone' });
