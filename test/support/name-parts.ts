/** Parts of names for people who do not exist: with every tone and every letter that Vietnamese adds to the Latin ones. */
export const FAMILY_NAMES: readonly string[] = [
  'Nguyễn',
  'Trần',
  'Lê',
  'Phạm',
  'Hoàng',
  'Huỳnh',
  'Phan',
  'Vũ',
  'Võ',
  'Đặng',
  'Bùi',
  'Đỗ',
  'Hồ',
  'Ngô',
  'Dương',
  'Lý',
  'Đinh',
  'Trịnh',
  'Mai',
  'Tôn Thất',
];

export const MIDDLE_NAMES: Readonly<Record<'female' | 'male', readonly string[]>> = {
  female: ['Thị', 'Ngọc', 'Thùy', 'Bích', 'Mỹ', 'Thị Kim', 'Quỳnh', 'Ánh'],
  male: ['Văn', 'Hữu', 'Đức', 'Quốc', 'Công', 'Xuân', 'Minh', 'Bảo'],
};

export const GIVEN_NAMES: Readonly<Record<'female' | 'male', readonly string[]>> = {
  female: ['Hương', 'Lan', 'Hạnh', 'Yến', 'Thảo', 'Phượng', 'Diễm', 'Trúc', 'Uyên', 'Nhã', 'Hằng', 'Thủy'],
  male: ['Tuấn', 'Dũng', 'Hải', 'Phúc', 'Thắng', 'Khôi', 'Nghĩa', 'Sỹ', 'Đạt', 'Vỹ', 'Trường', 'Lộc'],
};

export const FOREIGN_NAMES: readonly { readonly nationality: string; readonly names: readonly string[] }[] = [
  { nationality: 'FRA', names: ['ÉLODIE MARCHAND', 'BENOÎT LEFÈVRE'] },
  { nationality: 'KOR', names: ['KIM MINJI', 'PARK JUNHO'] },
  { nationality: 'JPN', names: ['SATO HARUKA', 'TANAKA KENJI'] },
  { nationality: 'DEU', names: ['GRETA MÜLLER', 'JÖRG WEIẞ'] },
  { nationality: 'LAO', names: ['BOUNMY PHOMVIHANE', 'KHAMLA SOUK'] },
];

export const STREETS: readonly string[] = [
  'đường Trần Hưng Đạo',
  'phố Hàng Bông',
  'ngõ 12 Láng Hạ',
  'đường Nguyễn Huệ',
  'hẻm 45 Lý Thường Kiệt',
  'thôn Đồng Nội',
  'ấp Bình Thạnh',
];

export const TRADES: readonly string[] = [
  'TNHH Vận tải',
  'Cổ phần Điện lực',
  'TNHH Thủy sản',
  'TNHH Cảm biến',
];
