import type { z } from 'zod';
import { accessSchema } from '../../src/config/service.js';

/** Rules as they are written in the configuration, checked as it checks them. */
export const rules = (...written: NonNullable<z.input<typeof accessSchema>>) => accessSchema.parse(written);

export const [ANNA, BEN] = ['UANNA', 'UBEN'] as const;
export const [FINANCE, NORTHERNERS, SOUTHERNERS] = ['SFINANCE', 'SNORTH', 'SSOUTH'] as const;
export const [GENERAL, MONEY] = ['CGENERAL', 'CMONEY'] as const;
