import type { CheckResult, PaymentResult } from './check-results.ts';

/** What to do now, in Vietnamese and in English. */
export interface Advice {
  readonly vi: string;
  readonly en: string;
}

/** On every positive answer: who calls says nothing of where the money goes. */
const NOT_SAFE_TO_PAY: Advice = {
  vi:
    'Đúng nhân viên không có nghĩa là chuyển tiền sẽ an toàn: chỉ trả tiền khi nhận hàng, và kiểm tra tài khoản nhận tiền trước ' +
    'khi chuyển. Không đọc mã OTP hay mật khẩu cho bất kỳ ai.',
  en:
    'Genuine is not the same as safe to pay: pay only when you receive the parcel, and check the account before you transfer. ' +
    'Never read a one-time code or a password to anybody.',
};

/** Whom to turn to; 113 is the police, 156 takes reports of unwanted and deceitful calls (Ministry of Information and Communications, 2022). */
const WHERE_TO_TURN: Advice = {
  vi:
    'Nếu bạn đã chuyển tiền: gọi ngay ngân hàng của bạn theo số in sau thẻ. Nếu bị đe doạ: gọi 113. Báo cuộc gọi đáng ngờ đến ' +
    'đầu số 156, và gửi báo cáo cho chúng tôi ở trang này.',
  en:
    'If you have transferred money, call your bank now, by the number on the back of your card. If you are threatened, call ' +
    '113. Tell 156 of a suspicious call, and report it to us on this page.',
};

const joined = (...parts: readonly Advice[]): Advice => ({
  vi: parts.map(({ vi }) => vi).join(' '),
  en: parts.map(({ en }) => en).join(' '),
});

/** Of a call. That it cannot be confirmed is no word against whoever called: a genuine call may be undeclared. */
export const callAdvice: Readonly<Record<CheckResult, Advice>> = {
  MATCH: joined(
    {
      vi:
        'Công ty đã khai báo một cuộc gọi từ số này đến bạn. Để chắc chắn đó là người đang gọi, hãy đề nghị người gọi đọc mã 4 số ' +
        'và tự nhập mã đó ở đây; bạn không đọc mã nào cho người gọi.',
      en:
        'The company has declared a call from this number to you. To be sure that this is who is calling, ask the caller to say ' +
        'the 4-digit code and type it here yourself; do not read a code to the caller.',
    },
    NOT_SAFE_TO_PAY,
  ),
  CONFIRMED: joined(
    {
      vi: 'Người đang gọi đã đọc đúng mã của cuộc gọi mà công ty khai báo đến bạn.',
      en: 'The caller has said the right code of the call that the company declared to you.',
    },
    NOT_SAFE_TO_PAY,
  ),
  NO_MATCH: joined(
    {
      vi:
        'Chúng tôi không xác nhận được cuộc gọi này. Hãy kiểm tra lại các số đã nhập, hoặc đề nghị người gọi đọc mã 4 số và tự nhập ' +
        'mã đó ở đây. Nếu vẫn không được: cúp máy, và tự gọi tổng đài của công ty.',
      en:
        'We cannot confirm this call. Check the numbers you entered, or ask the caller to say the 4-digit code and type it here ' +
        'yourself. If that does not help, hang up and call the company’s switchboard yourself.',
    },
    WHERE_TO_TURN,
  ),
  CANNOT_CHECK: joined(
    {
      vi: 'Hiện chúng tôi không kiểm tra được. Hãy cúp máy, tự gọi tổng đài của công ty, hoặc thử lại sau vài phút.',
      en: 'We cannot check just now. Hang up, call the company’s switchboard yourself, or try again in a few minutes.',
    },
    WHERE_TO_TURN,
  ),
};

/**
 * Of the calls of some months, told to whoever showed that the number is theirs: there may be none, and a number that is in the list
 * can have been forged besides.
 */
export const historyAdvice: Advice = joined(
  {
    vi:
      'Danh sách này là các cuộc gọi mà công ty đã khai báo đến số của bạn. Cuộc gọi không có trong danh sách thì chúng tôi không xác ' +
      'nhận được. Số hiện trên máy có thể bị người khác dùng: khi có người gọi, hãy kiểm tra ngay trong cuộc gọi đó.',
    en:
      'These are the calls that the company has declared to your number. We cannot confirm a call that is not in the list. Others ' +
      'may have a telephone show the same number: when somebody calls, check that call while it goes on.',
  },
  NOT_SAFE_TO_PAY,
);

/** Of a badge at the door. */
export const badgeAdvice: Readonly<Record<Exclude<CheckResult, 'CONFIRMED'>, Advice>> = {
  MATCH: joined(
    {
      vi: 'Người này đang giao chính bưu gửi đó trong ca làm việc hôm nay của công ty.',
      en: 'This person has that very parcel to deliver on a shift of the company’s today.',
    },
    NOT_SAFE_TO_PAY,
  ),
  NO_MATCH: joined(
    {
      vi:
        'Chúng tôi không xác nhận được. Hãy nhìn mã mới nhất trên màn hình của người giao hàng (mã đổi vài chục giây một lần), kiểm ' +
        'tra lại mã vận đơn, hoặc tự gọi tổng đài của công ty.',
      en:
        'We cannot confirm this. Take the newest code from the screen (it changes several times a minute), check the waybill ' +
        'number, or call the company’s switchboard yourself.',
    },
    WHERE_TO_TURN,
  ),
  CANNOT_CHECK: callAdvice.CANNOT_CHECK,
};

/** Of an account that money is to go to. */
export const paymentAdvice: Readonly<Record<PaymentResult, Advice>> = {
  OFFICIAL: {
    vi:
      'Đây là tài khoản thu hộ mà công ty đã đăng ký. Đúng tài khoản không có nghĩa là chuyển tiền sẽ an toàn: chỉ chuyển khi đã nhận ' +
      'hàng, đúng số tiền trên đơn; công ty không bao giờ gửi mã QR để hoàn tiền.',
    en:
      'This is an account that the company has registered for cash on delivery. That does not mean that it is safe to pay: transfer ' +
      'only when you have the parcel, and only the amount on your order; the company never sends a QR code for a refund.',
  },
  NOT_OFFICIAL: joined(
    {
      vi: 'Đây không phải tài khoản thu hộ của công ty. Đừng chuyển tiền vào tài khoản này; hãy trả tiền mặt, hoặc đề nghị mã QR trong ứng dụng của người giao hàng.',
      en: 'This is not an account of the company’s for cash on delivery. Do not transfer to it; pay cash, or ask for the QR code in the courier’s app.',
    },
    WHERE_TO_TURN,
  ),
  CANNOT_CHECK: joined(
    {
      vi: 'Hiện chúng tôi không kiểm tra được tài khoản này. Đừng chuyển tiền khi chưa kiểm tra được.',
      en: 'We cannot check this account just now. Do not transfer before it could be checked.',
    },
    WHERE_TO_TURN,
  ),
};
