/** The code of a refusal, or the status of what was not refused. */
export const codeOf = async (answer: Response): Promise<string | number> =>
  answer.ok ? answer.status : ((await answer.json()) as { readonly code: string }).code;

/** The code of a refusal, and where what is wrong lies: `/holder/name missing-name`. */
export const faultsIn = async (answer: Response): Promise<readonly string[]> => {
  const { code, errors = [] } = (await answer.json()) as {
    readonly code: string;
    readonly errors?: readonly { readonly pointer: string; readonly detail: string }[];
  };
  return [code, ...errors.map(({ pointer, detail }) => `${pointer} ${detail}`)];
};
