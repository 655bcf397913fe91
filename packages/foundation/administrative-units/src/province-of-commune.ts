/**
 * Where in the order of commune codes another province begins: five digits of the first commune, two of the province. Communes
 * got their codes province by province, and kept them when provinces were joined (Decision 19/2025/QĐ-TTg).
 */
const BEGINNINGS =
  '0000401 0069108 0127304 0184019 0221208 0264715 0312711 0338812 0364614 0425215 0479225 0493001 0496025 ' +
  '0544319 0597720 0665222 0721024 0789425 0897401 0902525 0916924 0955201 1050731 1195333 1328537 1475838 ' +
  '1668140 1807342 1885944 1975346 2019448 2102551 2155352 2201566 2233356 2291868 2328451 2356352 2412166 ' +
  '2461168 2519575 2545980 2574779 2599375 2650679 2769480 2824982 2875686 2986982 3029291 3112092 3182596';

/**
 * The province (two digits) of a commune that the register knows, by its code alone, without the register's names: for what
 * must be small. Undefined before the first.
 */
export const provinceOfCommune = (communeCode: string): string | undefined =>
  BEGINNINGS.split(' ')
    .findLast((beginning) => beginning.slice(0, 5) <= communeCode)
    ?.slice(5);
