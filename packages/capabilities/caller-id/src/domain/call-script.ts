/** What a shipper says, in both languages. */
export interface CallScript {
  readonly vi: string;
  readonly en: string;
}

const spelled = (code: string): string => Array.from(code).join(' ');

/**
 * What to say first: who calls, the code, and that nobody has to believe it unchecked. The recipient types the code; whoever
 * asks to be told one is no caller of ours.
 */
export const callScript = (company: string, code: string): CallScript => ({
  vi:
    `Tôi gọi từ ${company} về bưu gửi của anh/chị. Mã của cuộc gọi này là ${spelled(code)}. ` +
    'Anh/chị có thể nhập mã này vào trang kiểm tra của công ty. Tôi không hỏi mã hay mật khẩu nào của anh/chị.',
  en:
    `I am calling from ${company} about your parcel. The code of this call is ${spelled(code)}. ` +
    'You can type it on the company’s check page. I will not ask you for a code or a password of yours.',
});
