/** What the entries of a keychain are filed under, beside the account. */
export const keychainService = 'tokenvault-cli';
