/** A request that whoever has it may make, without an account, until it ends. */
export interface SignedTransfer {
  readonly method: 'PUT' | 'GET';
  readonly url: string;
  /** To be sent as they are. */
  readonly headers: Readonly<Record<string, string>>;
  /** Milliseconds since the epoch. */
  readonly endsAt: number;
}

/** How parts are brought and fetched past the API: by addresses that are signed, each good for one part and for a while. */
export interface PartDoor {
  /** Takes exactly these bytes under a name that has none yet. `sha256` is 64 hexadecimal digits. */
  upload(part: {
    readonly name: string;
    readonly bytes: number;
    readonly sha256: string;
  }): Promise<SignedTransfer>;
  download(name: string): Promise<SignedTransfer>;
}
