import { FUNCTION_CONTENTS } from '../../../architecture/function-contents.ts';

/** How a library is brought in and made ready for use, as a function has it when it answers its first event. */
const LIBRARIES: Readonly<Record<string, string>> = {
  'client-dynamodb': `import { BatchGetItemCommand, BatchWriteItemCommand, DeleteItemCommand, DynamoDBClient, GetItemCommand,
      PutItemCommand, QueryCommand, TransactWriteItemsCommand, UpdateItemCommand } from '@aws-sdk/client-dynamodb';
    kept.push(new DynamoDBClient({}), BatchGetItemCommand, BatchWriteItemCommand, DeleteItemCommand, GetItemCommand,
      PutItemCommand, QueryCommand, TransactWriteItemsCommand, UpdateItemCommand);`,
  'client-kms': `import { DecryptCommand, GenerateDataKeyCommand, KMSClient } from '@aws-sdk/client-kms';
    kept.push(new KMSClient({}), DecryptCommand, GenerateDataKeyCommand);`,
  'client-s3': `import { DeleteObjectCommand, GetObjectCommand, ListObjectsV2Command, PutObjectCommand, S3Client } from
      '@aws-sdk/client-s3';
    kept.push(new S3Client({}), DeleteObjectCommand, GetObjectCommand, ListObjectsV2Command, PutObjectCommand);`,
  '@peculiar/asn1-rfc8226': `import { TNAuthorizationList } from '@peculiar/asn1-rfc8226'; kept.push(TNAuthorizationList);`,
  '@peculiar/asn1-schema': `import { AsnConvert } from '@peculiar/asn1-schema'; kept.push(AsnConvert);`,
  '@peculiar/asn1-x509': `import { BasicConstraints, Certificate, CertificateList, KeyUsage } from '@peculiar/asn1-x509';
    kept.push(BasicConstraints, Certificate, CertificateList, KeyUsage);`,
  '@peculiar/utils': '',
  asn1js: '',
  pvtsutils: '',
  pvutils: '',
  tslib: '',
  canonicalize: `import canonicalize from 'canonicalize'; kept.push(canonicalize);`,
  hono: `import { Hono } from 'hono';
    const app = new Hono().all('*', (context) => context.json({ kept: kept.length }, 401));`,
  hpke: `import { AEAD_AES_128_GCM, CipherSuite, KDF_HKDF_SHA256, KEM_DHKEM_X25519_HKDF_SHA256 } from 'hpke';
    kept.push(new CipherSuite(KEM_DHKEM_X25519_HKDF_SHA256, KDF_HKDF_SHA256, AEAD_AES_128_GCM));`,
  jose: `import { createRemoteJWKSet, decodeJwt, jwtVerify } from 'jose';
    kept.push(createRemoteJWKSet(new URL('https://issuer.example/jwks')), decodeJwt, jwtVerify);`,
  libsodium: '',
  'libsodium-wrappers': `import sodium from 'libsodium-wrappers'; await sodium.ready; kept.push(sodium);`,
  'libphonenumber-js': `import { parsePhoneNumberFromString } from 'libphonenumber-js/min';
    kept.push(parsePhoneNumberFromString);`,
  qrcode: `import { create } from 'qrcode/lib/core/qrcode.js'; kept.push(create);`,
  dijkstrajs: '',
  'structured-headers': `import { parseDictionary, serializeInnerList, serializeItem } from 'structured-headers';
    kept.push(parseDictionary, serializeInnerList, serializeItem);`,
  uuid: `import { v7 } from 'uuid'; kept.push(v7);`,
  zod: `import * as z from 'zod'; kept.push(z.strictObject({ token: z.string().max(4_096) }));`,
};

/** Answers a request by way of the router, or any other event by nothing. */
const ANSWERS = {
  request: `export const handler = async () => {
      const request = new Request('https://api.example/v1/parcels/resolve', { method: 'POST', body: '{}' });
      const answer = await app.fetch(request);
      return { statusCode: answer.status, body: await answer.text() };
    };`,
  event: `export const handler = async () => kept.length;`,
};

/** The source of a function that stands on what another stands on, each library ready for use, and does nothing. */
export const doNothing = (name: string): string => {
  const contents = FUNCTION_CONTENTS[name];
  if (contents === undefined) throw new Error(`nobody says what ${name} contains`);
  const { clients, packages } = contents;
  const parts = [...clients, ...packages].map((library) => {
    const part = LIBRARIES[library];
    if (part === undefined) throw new Error(`nobody knows how ${library} is made ready`);
    return part;
  });
  return ['const kept = [];', ...parts, ANSWERS[packages.includes('hono') ? 'request' : 'event']].join('\n');
};
