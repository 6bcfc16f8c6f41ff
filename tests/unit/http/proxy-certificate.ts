/** A certificate of press.example.org that nobody trusts, with its key: for loopback servers of tests only. */
export const testCertificate = {
  key: `-----BEGIN PRIVATE KEY-----
MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQgUB91szR0Brv7zS0W
IEEd/EeSOHrEJ+XAVxFEzZ2OgfqhRANCAATnlpoyX/u1IwhMuAHwKKHgTtWty4jF
YkmJfDHOgJ2Vw3lF2kcY4uCfWHxCztJphc3/gVKp9t63iVG+vNXEg5c2
-----END PRIVATE KEY-----
`,
  cert: `-----BEGIN CERTIFICATE-----
MIIBdTCCARygAwIBAgIBATAKBggqhkjOPQQDAjAcMRowGAYDVQQDDBFwcmVzcy5l
eGFtcGxlLm9yZzAgFw0yMDAxMDEwMDAwMDBaGA8yMTIwMDEwMTAwMDAwMFowHDEa
MBgGA1UEAwwRcHJlc3MuZXhhbXBsZS5vcmcwWTATBgcqhkjOPQIBBggqhkjOPQMB
BwNCAATnlpoyX/u1IwhMuAHwKKHgTtWty4jFYkmJfDHOgJ2Vw3lF2kcY4uCfWHxC
ztJphc3/gVKp9t63iVG+vNXEg5c2o00wSzAcBgNVHREEFTATghFwcmVzcy5leGFt
cGxlLm9yZzAMBgNVHRMEBTADAQH/MB0GA1UdDgQWBBRXsSJcSXM1ocrpglUVFnvk
EuJOrTAKBggqhkjOPQQDAgNHADBEAiAHzQyuLmFC+RUzviqJ/82J/k76PSn7qxwt
Gd6r7aS32wIgDIsczhj/1+zYRfcqedGUUy/L0l2VRybjgceGzY8ZL8E=
-----END CERTIFICATE-----
`,
} as const;
