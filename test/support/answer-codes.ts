/** The code of a refusal, or the status of what was not refused. */
export const codeOf = async (answer: Response): Promise<string | number> =>
  answer.ok ? answer.status : ((await answer.json()) as { readonly code: string }).code;
