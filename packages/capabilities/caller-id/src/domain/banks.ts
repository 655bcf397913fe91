/** A bank as NAPAS knows it. */
export interface Bank {
  /** Six digits that name it in a VietQR. */
  readonly bin: string;
  /** What it is called, the first as its own papers write it; codes among them. */
  readonly names: readonly [string, ...string[]];
}

/** Members of NAPAS 247 that take transfers by VietQR (NAPAS, list of issuing banks, July 2022; names as of 2025). */
export const BANKS: readonly Bank[] = [
  { bin: '970400', names: ['Saigonbank', 'SGICB', 'SGB', 'Sài Gòn Công Thương'] },
  { bin: '970403', names: ['Sacombank', 'STB', 'Sài Gòn Thương Tín'] },
  { bin: '970405', names: ['Agribank', 'VBA', 'VARB', 'Nông nghiệp và Phát triển Nông thôn'] },
  { bin: '970406', names: ['Vikki Bank', 'DongA Bank', 'DOB', 'Đông Á'] },
  { bin: '970407', names: ['Techcombank', 'TCB', 'Kỹ thương'] },
  { bin: '970408', names: ['GPBank', 'GPB', 'Dầu Khí Toàn Cầu'] },
  { bin: '970409', names: ['Bac A Bank', 'BAB', 'Bắc Á'] },
  { bin: '970412', names: ['PVcomBank', 'PVCB', 'Đại Chúng'] },
  { bin: '970414', names: ['MBV', 'Oceanbank', 'OJB', 'Đại Dương'] },
  { bin: '970415', names: ['VietinBank', 'ICB', 'CTG', 'Công thương'] },
  { bin: '970416', names: ['ACB', 'Á Châu'] },
  { bin: '970418', names: ['BIDV', 'Đầu tư và Phát triển'] },
  { bin: '970419', names: ['NCB', 'Quốc Dân'] },
  { bin: '970421', names: ['VRB', 'Liên doanh Việt Nga'] },
  { bin: '970422', names: ['MB', 'Quân đội'] },
  { bin: '970423', names: ['TPBank', 'TPB', 'Tiên Phong'] },
  { bin: '970424', names: ['Shinhan Bank', 'SHBVN'] },
  { bin: '970425', names: ['ABBANK', 'ABB', 'An Bình'] },
  { bin: '970426', names: ['MSB', 'Hàng Hải', 'Maritime Bank'] },
  { bin: '970427', names: ['VietABank', 'VAB', 'Việt Á'] },
  { bin: '970428', names: ['Nam A Bank', 'NAB', 'Nam Á'] },
  { bin: '970429', names: ['SCB', 'Sài Gòn'] },
  { bin: '970430', names: ['PGBank', 'PGB', 'Thịnh vượng và Phát triển', 'Xăng dầu Petrolimex'] },
  { bin: '970431', names: ['Eximbank', 'EIB', 'Xuất Nhập khẩu'] },
  { bin: '970432', names: ['VPBank', 'VPB', 'Việt Nam Thịnh Vượng'] },
  { bin: '970433', names: ['VietBank', 'Việt Nam Thương Tín'] },
  { bin: '970434', names: ['Indovina Bank', 'IVB'] },
  { bin: '970436', names: ['Vietcombank', 'VCB', 'Ngoại Thương'] },
  { bin: '970437', names: ['HDBank', 'HDB', 'Phát triển Thành phố Hồ Chí Minh'] },
  { bin: '970438', names: ['BaoViet Bank', 'BVB', 'Bảo Việt'] },
  { bin: '970439', names: ['Public Bank', 'PBVN'] },
  { bin: '970440', names: ['SeABank', 'SEAB', 'Đông Nam Á'] },
  { bin: '970441', names: ['VIB', 'Quốc tế'] },
  { bin: '970442', names: ['Hong Leong', 'HLBVN'] },
  { bin: '970443', names: ['SHB', 'Sài Gòn - Hà Nội'] },
  { bin: '970446', names: ['Co-opBank', 'COOPBANK', 'Hợp tác xã'] },
  { bin: '970448', names: ['OCB', 'Phương Đông'] },
  { bin: '970449', names: ['LPBank', 'LPB', 'LienVietPostBank', 'Lộc Phát', 'Bưu điện Liên Việt'] },
  { bin: '970452', names: ['KienlongBank', 'KLB', 'Kiên Long'] },
  { bin: '970454', names: ['BVBank', 'VCCB', 'VietCapital Bank', 'Bản Việt'] },
  { bin: '970457', names: ['Woori Bank', 'WVN'] },
  { bin: '970458', names: ['UOB', 'United Overseas Bank'] },
  { bin: '970462', names: ['Kookmin Hà Nội', 'KBHN'] },
  { bin: '970463', names: ['Kookmin Thành phố Hồ Chí Minh', 'KBHCM'] },
];
