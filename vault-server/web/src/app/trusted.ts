// Trusted Types: the browser refuses text where it expects code. The page makes one policy, for the address of its worker.

interface Policy {
  createScriptURL(address: string): string;
}

interface Factory {
  createPolicy(name: string, rules: Policy): Policy;
}

let policy: Policy | undefined;

/** The address of a worker, in the form that the browser asks for. Only files of the build are let through. */
export function workerAddress(address: string): string {
  const rules: Policy = {
    createScriptURL(asked) {
      const url = new URL(asked, location.origin);
      if (url.origin !== location.origin || !/^\/(assets|src)\//.test(url.pathname)) throw new TypeError("not a worker of this page");
      return url.href;
    },
  };
  const factory = (globalThis as { trustedTypes?: Factory }).trustedTypes;
  policy ??= factory === undefined ? rules : factory.createPolicy("coffre-worker", rules);
  return policy.createScriptURL(address);
}
