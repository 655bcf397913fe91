/**
 * Words of made-up parcels. Written for the bench from general knowledge of Vietnamese addresses and shops, taken from no
 * sample and used to build no coding, so that what is measured here is unseen.
 */

/** Family names, common ones repeated so that drawing is roughly weighted as the country is. */
export const FAMILY_NAMES = (
  'Nguyễn|Nguyễn|Nguyễn|Nguyễn|Nguyễn|Nguyễn|Trần|Trần|Trần|Lê|Lê|Lê|Phạm|Phạm|Huỳnh|Hoàng|Phan|Võ|Vũ|Đặng|Bùi|Đỗ|Hồ|Ngô|' +
  'Dương|Lý|Đoàn|Mai|Trịnh|Đinh|Lương|Cao|Tạ|Châu|Quách|Tôn Thất|Thái|La|Kiều|Nghiêm|Khổng|Doãn|Ông|Phùng|Triệu|Vương'
).split('|');

export const MIDDLE_NAMES = (
  'Thị|Thị|Thị|Văn|Văn|Hữu|Đức|Minh|Ngọc|Thanh|Thu|Kim|Quốc|Gia|Bảo|Tuyết|Mỹ|Xuân|Hoài|Công|Đình|Trọng|Tấn|Như|Khánh|' +
  'Phương|Tường|Anh|Hồng|Nhật|Thế|Diễm|Cẩm|Quang|Vĩnh|Bá|Duy|Trúc'
).split('|');

export const GIVEN_NAMES = (
  'Hằng|Nhung|Tuấn|Hùng|Thảo|Trang|Yến|Loan|Khoa|Phát|Nghĩa|Vy|Trâm|Uyên|Thư|Tiên|Sương|Quyên|Oanh|Nhi|Ngân|Mẫn|Luân|Lộc|' +
  'Kiệt|Huyền|Hiếu|Hậu|Giàu|Duyên|Đạt|Cường|Chương|Bích|Ánh|Ân|Thịnh|Thiện|Toàn|Tín|Trinh|Tường Vi|Xoan|Thoa|Sáu|Bảy|Út|' +
  'Nguyệt|Kha|Hào|Đông Nghi|Bảo Trân|Minh Khôi|Quỳnh Như|Thiên Ân|An Nhiên|Hải Đăng|Khả Hân|Thùy Dương|Hoàng Yến'
).split('|');

/** Whole names that follow other rules: minority peoples, companies, online handles. */
export const OTHER_NAMES = (
  "H'Bia Êban|Y Krông Mlô|Sùng A Chớ|Giàng Thị Mỷ|Lò Văn Pấng|Cà Thị Inh|Ksor H'Liên|Rơ Châm Bôn|Thạch Sa Rươl|Kim Sà Phiên|" +
  'Bàn Tòn Phẩy|Chảo Láo Tả|Đinh Y Ngọt|A Lăng Tép|Hồ Ra Lây|Nông Thị Bưởi|Mùa A Tủa|Cty TNHH MTV Tân Phú Hưng|' +
  'Shop Mẹ Bắp|Chị Ba Tạp Hoá|anh Tú (bảo vệ)|Cô Hoa Q.7|Nhà thuốc Hồng Phúc|Văn phòng luật An Khang|Cafe Góc Phố|' +
  'CTCP XD & TM Đại Thành|Kho Lazada Bình Tân|Mr. David Tran|Jenny Phạm|Salon tóc Bobo'
).split('|');

export const STREETS = (
  'Nguyễn Văn Linh|Tạ Quang Bửu|Phạm Hùng|Dương Bá Trạc|Âu Dương Lân|Hậu Giang|Lũy Bán Bích|Tô Ký|Quang Trung|Lê Văn Khương|' +
  'Đỗ Xuân Hợp|Nguyễn Duy Trinh|Liên Phường|Lã Xuân Oai|Kha Vạn Cân|Tam Trinh|Lĩnh Nam|Nguyễn Khoái|Vĩnh Hưng|Kim Giang|' +
  'Khương Đình|Nguyễn Xiển|Xa La|Phùng Khoang|Tố Hữu|Lê Quang Đạo|Hồ Học Lãm|Tên Lửa|Vành Đai Trong|Kinh Dương Vương|' +
  'Ngô Quyền|Trường Chinh|Hùng Vương|30/4|3 Tháng 2|Cách Mạng Tháng Tám|19/5|Nguyễn Tri Phương|Ông Ích Khiêm|Ngô Gia Tự|' +
  'Đồng Khởi|Phạm Ngũ Lão|Trần Não|Lương Định Của|Võ Chí Công|Thoại Ngọc Hầu|Bùi Đình Túy|Phan Huy Ích|Thống Nhất|' +
  'Huỳnh Tấn Phát|Nguyễn Thị Thập|Mai Chí Thọ|Phan Châu Trinh|Núi Thành|Duy Tân|Tiểu La|Ông Bích|Yên Thế|Tôn Đản|' +
  'Nguyễn Công Hãng|Thái Phiên|Trần Nguyên Hãn|Lạch Tray|Cầu Đất|Văn Cao|Tô Hiệu|Chợ Hàng|Đà Nẵng|Hàm Nghi|Bến Nghé|' +
  'Xô Viết Nghệ Tĩnh|Phan Đình Giót|Nguyễn Cao|Kênh Dương|Cầu Diễn|Phú Diễn|Ỷ La|Ngọc Trục|Đại Mỗ|Miêu Nha|Cầu Cốc|Quốc lộ 1A|' +
  'Quốc lộ 13|Tỉnh lộ 10|Tỉnh lộ 43|ĐT 743|ĐT 747B|DX 012|D2|N4|Vườn Lài|Gò Ô Môi|Bông Sao|Rạch Cát|Bến Lội|Đất Mới'
).split('|');

export const HAMLETS = (
  'Ấp Mỹ Lợi|Ấp Hoà Thạnh|Ấp Xẻo Trâm|Ấp 4A|Ấp Giồng Dứa|Ấp Vàm Đầm|Thôn Đông Cao|Thôn Vĩnh Trung|Thôn 7|Thôn Đắk Ơ|Thôn Phú Nhiêu|' +
  'Xóm Đình|Xóm Bãi|Xóm 12|Bản Nà Luông|Bản Pom Khoang|Bản Huổi Lếch|Buôn Ea Tlă|Buôn Kô Siêr|Làng Plei Ốp|Tổ dân phố Tân Lập|' +
  'Tổ dân phố số 9|Khu phố Bình Phước|Khu phố 5|Khu 3|Khóm Đông Thịnh 2|Khóm Châu Long|Đội 6|Tiểu khu 14|Làng Gốm Phước Tích'
).split('|');

export const BUILDINGS = (
  'Chung cư Lavita Charm|Vinhomes Smart City|KĐT Dương Nội|Chung cư HH2 Linh Đàm|Toà S2.05 Ocean Park|Chung cư Ehome 4|' +
  'The Sun Avenue|KDC Phong Phú 4|Toà nhà Viettel|KCN Sóng Thần 2|KCN VSIP 1|Chung cư Sky 9|Masteri Thảo Điền|KTX Khu B ĐHQG|' +
  'Chung cư Mường Thanh Viễn Triều|Toà CT4 Xa La|Khu tập thể Z133|Trường THPT Nguyễn Khuyến|BV Đa khoa Xuyên Á|Chợ Bà Hoa'
).split('|');

/** What follows an address when people explain the way. */
export const LANDMARKS = (
  'gần chợ|đối diện trường mầm non|sau lưng UBND|cạnh cây xăng Petrolimex|nhà cổng xanh|hẻm cụt|quán nước mía|đầu dốc|' +
  'qua cầu sắt 200m|tầng trệt|gửi bảo vệ toà nhà|kế tiệm vàng Kim Chi|ngã ba cây đa'
).split('|');

export const GOODS = (
  'Quần jean ống rộng|Đầm suông công sở|Áo sơ mi linen tay dài|Chân váy xếp ly|Dép sục Hàn Quốc|Túi tote vải canvas|Ví nam da bò|' +
  'Mũ bảo hiểm 3/4|Đồng hồ treo tường|Bộ chăn ga gối tencel|Thảm chùi chân|Rèm phòng tắm chống thấm|Kệ gia vị inox 304|' +
  'Chảo chống dính sâu lòng 26cm|Bộ dao bếp 6 món|Máy xay sinh tố mini|Ấm siêu tốc 1.8L|Quạt tích điện|Đèn ngủ cảm ứng|' +
  'Sạc nhanh 20W type C|Ốp lưng iPhone 13 Pro Max|Kính cường lực Samsung A54|Bàn phím cơ Keychron K2|Chuột Logitech M331|' +
  'Thẻ nhớ Sandisk 64GB|Loa bluetooth JBL Go 3|Camera Ezviz C6N|Bộ phát wifi TP-Link|Kem chống nắng Anessa 60ml|' +
  'Nước tẩy trang Bioderma 500ml|Sữa rửa mặt CeraVe|Serum vitamin C|Mặt nạ giấy Mediheal|Dầu gội bồ kết|Bột giặt Omo 5,5kg|' +
  'Tã dán Merries size L|Sữa Meiji số 0|Yến chưng đường phèn|Hạt điều rang muối|Bánh tráng phơi sương Tây Ninh|Chà bông cá hồi|' +
  'Mắm nêm Dì Cẩn|Cà phê rang xay Buôn Mê|Trà ô long Bảo Lộc|Mật ong hoa nhãn|Khô gà lá chanh|Nem chua Thanh Hoá|Tỏi đen Lý Sơn|' +
  'Giống hoa lan Đai Châu|Phân trùn quế|Hạt giống cà chua bi|Bể cá mini|Thức ăn mèo Whiskas|Dây dắt chó|Xích sên xe Exciter|' +
  'Gương chiếu hậu xe Vision|Bạt phủ ô tô|Bộ tua vít đa năng|Băng keo trong|Giấy in nhiệt K80|Vở ô ly Hồng Hà|Đắc nhân tâm|' +
  'Truyện Conan tập 98|Bộ xếp hình Lego City|Đồ chơi nấu ăn|Bóng đá số 5 Động Lực|Vợt cầu lông Yonex|Thảm yoga 8mm|' +
  'Nón lá bài thơ|Tranh đính đá|Chậu sứ Bát Tràng|Nhang trầm hương|Giấy tờ hồ sơ|Hợp đồng|Linh kiện điện tử|Quần áo'
).split('|');

/** What buyers choose of a thing. */
export const VARIANTS =
  'màu kem|màu xanh rêu|đen nhám|size XL|size 39|freeship|loại 1|bản 2026|mẫu 4|combo 2 hộp|hàng xách tay|vị dâu|40x60cm|1m2|2kg'.split(
    '|',
  );

export const NOTES = (
  'Không giao chủ nhật|Giao sau 17h30|Chiều giao giúp em|Cho khách kiểm hàng trước khi nhận|Hàng dễ vỡ, nhẹ tay|' +
  'Khách không nhận thu 30k phí ship|Gọi số phụ nếu không nghe máy|Để ở tủ locker tầng 1|Giao tận tay, không gửi bảo vệ|' +
  'Không cho thử|Thu lại vỏ bình|Đừng bấm chuông, bé ngủ|Gọi trước 15p nha shop|Hoàn hàng báo kho|Liên hệ zalo'
).split('|');
