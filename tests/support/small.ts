import { plainTables, type TestCompany } from './app.js';

/**
 * Five skus in two categories, two warehouses, two days; only the second day counts. On it:
 *
 * | sku | category    | price | test N | test S | production N | production S |
 * | --- | ----------- | ----- | ------ | ------ | ------------ | ------------ |
 * | A-1 | Electronics | 10    | 5      | 5      | 5            | 5            |
 * | A-2 | Electronics | 2     | 4      | –      | 6            | –            |
 * | A-3 | Electronics | 4     | 0      | –      | –            | –            |
 * | B-1 | Furniture   | 100   | –      | –      | 3            | –            |
 * | B-2 | Furniture   | –     | –      | –      | –            | –            |
 */
export const SMALL: TestCompany = {
  files: {
    'product.csv': `product_id,name,category,variant,unit_price
A-1,Radio,Electronics,Black,10
A-2,Radio,Electronics,White,2
A-3,Lamp,Electronics,,4
B-1,Chair,Furniture,,100
B-2,Desk,Furniture,,
`,
    'test.csv': `date,product_id,warehouse,quantity,demand
2026-03-08,A-1,North,999,1
2026-03-09,A-1,North,5,10
2026-03-09,A-1,South,5,2
2026-03-09,A-2,North,4,4
2026-03-09,A-3,North,0,1
`,
    'production.csv': `date,product_id,warehouse,quantity,demand
2026-03-08,B-2,North,999,1
2026-03-09,a-1 ,North,5,10
2026-03-09,A-1,South,5,2
2026-03-09,A-2,North,6,4
2026-03-09,B-1,North,3,0
`,
  },
  tables: plainTables(),
};
