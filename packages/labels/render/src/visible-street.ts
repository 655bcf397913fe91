/** Words that a street or a hamlet begins with. */
const WAYS = new Set(
  ['đường', 'phố', 'thôn', 'ấp', 'xóm', 'bản', 'làng', 'buôn', 'khóm', 'sóc', 'phum', 'đại lộ'].map((way) =>
    way.normalize('NFC'),
  ),
);

/** Streets that are named after a day, the only digits that are no number of a house or an alley. */
const DAY_STREET =
  /^(?:đường|phố) (?:3 tháng 2|8 tháng 3|26 tháng 3|30 tháng 4|1 tháng 5|19 tháng 5|27 tháng 7|19 tháng 8|2 tháng 9|10 tháng 10|22 tháng 12)(?= |$)/iu;

/** A name is over where one of these begins to speak of people, of how to get there, or of a building. */
const END_OF_NAME = new Set(
  (
    'anh bà bác block căn chị chú chung cô cạnh cổng cư dì đối em đt gặp gần giao gọi hẻm hỏi khu kiệt liên lầu lô ' +
    'mợ ngách ngõ ngã người nhà ông phía phòng qua sau số sđt tầng tên tel tổ tòa toà trước cậu'
  )
    .normalize('NFC')
    .split(' '),
);

/** What stands between the number of a house and the name of the street: `5 ngách 7/8 Láng Hạ`. */
const ALLEYS = new Set('hẻm kiệt lô ngách ngõ tổ'.normalize('NFC').split(' '));

/** Longest name of a street that is shown, in words: `đường Công chúa Lê Ngọc Hân`. */
const MOST_WORDS = 6;

/**
 * What a stranger may see of a street address: the name of the street or hamlet, or nothing. Numbers of houses, alleys and
 * flats do not show, nor what is said of people or places nearby. An address is free text, so only what is known for the
 * name of a way is let through: what follows a word for one (`thôn Đoài`), or a number (`12/3 Nguyễn Trãi`).
 */
export const visibleStreet = (street: string, recipientName = ''): string => {
  const segments = street.normalize('NFC').split(/[,;:()[\]\n]| [-–—] /u);
  const names = segments.map((segment) => nameOfWay(segment.split(/\s+/u).filter((word) => word !== '')));
  const isRecipient = (name: string): boolean =>
    recipientName !== '' && folded(name).includes(folded(recipientName));
  return names.find((name) => name !== '' && !isRecipient(name)) ?? '';
};

const folded = (text: string): string => text.normalize('NFC').toLowerCase().replaceAll(/\s+/gu, ' ').trim();

const nameOfWay = (words: readonly string[]): string => {
  const way = words.findIndex((_, i) => waysAt(words, i) > 0);
  if (way >= 0) {
    const day = DAY_STREET.exec(words.slice(way).join(' '));
    if (day !== null) return day[0];
    const opening = waysAt(words, way);
    const name = wholeWords(words.slice(way + opening));
    return name === '' ? '' : [...words.slice(way, way + opening), name].join(' ');
  }
  const number = words.findIndex(hasDigit);
  const behind = words.slice(number + 1);
  const name = behind.findIndex((word) => !hasDigit(word) && !ALLEYS.has(folded(word)));
  return number < 0 || name < 0 ? '' : wholeWords(behind.slice(name));
};

const hasDigit = (word: string): boolean => /\p{Nd}/u.test(word);

/** How many words of a word for a way stand at a place. */
const waysAt = (words: readonly string[], i: number): number => {
  if (WAYS.has(folded(words.slice(i, i + 2).join(' ')))) return 2;
  return WAYS.has(folded(words[i] ?? '')) ? 1 : 0;
};

/** The words at the front that are of letters alone. */
const wholeWords = (words: readonly string[]): string => {
  const end = words.findIndex(
    (word) => !/^[\p{L}\p{M}'’-]+\.?$/u.test(word) || END_OF_NAME.has(folded(word)),
  );
  const name = end < 0 ? words : words.slice(0, end);
  return name.length > MOST_WORDS ? '' : name.join(' ');
};
