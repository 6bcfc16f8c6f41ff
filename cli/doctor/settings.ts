/** Whether settings.yaml can be used, and where mails go. */
import { chooseProxy, type ProxyEnvironment } from '../../functions/adapters/http/proxy-choice.ts';
import type { DataFolder } from '../../infra/local/folder.ts';
import { readSettings, type Settings } from '../../infra/local/settings.ts';
import { repositoryAddress } from '../../shared/newsrooms/contact.ts';
import { isThere } from '../reach.ts';
import { type Finding, failed, ok } from './finding.ts';

function checkMail({ smtp }: Settings, folder: DataFolder): Finding {
  if (smtp === undefined) return ok('mail', `no mail server is set: mails lie in ${folder.mailbox}/new`);
  // The address may hold a password.
  const { hostname, port } = new URL(smtp);
  return ok('mail', `mails go by ${hostname}${port === '' ? '' : `:${port}`}`);
}

function checkContact({ contact, newsrooms }: Settings, folder: DataFolder): Finding {
  if (contact !== undefined && contact !== repositoryAddress) {
    return ok('contact', `newsrooms may write to ${contact}`);
  }
  const unset =
    contact === undefined ? `no contact is set${newsrooms === undefined ? '' : ', although newsrooms are'}: ` : '';
  const message = `${unset}newsrooms are told the default, ${repositoryAddress}, which does not lead to you`;
  const remedy = `write \`contact: you@example.org\` into ${folder.settings}, or give \`-c contact=…\` when you deploy: a newsroom that is bothered should know whom to ask`;
  return { check: 'contact', status: 'warn', message, remedy };
}

/** `environment` holds the variables of a proxy. */
function checkProxy({ proxy }: Settings, environment: ProxyEnvironment): Finding {
  const choice = chooseProxy(environment, proxy ?? null);
  switch (choice.kind) {
    case 'used':
      return ok('proxy', `newsrooms are asked through ${choice.proxy.host}:${choice.proxy.port}`);
    case 'none':
      return ok('proxy', `none: newsrooms are asked directly${proxy === undefined ? '' : '; HTTPS_PROXY is not set'}`);
    case 'ignored': {
      const remedy = 'let HTTPS_PROXY and `proxy:` in settings.yaml name the same proxy, or unset the variable';
      return { check: 'proxy', status: 'warn', message: choice.message, remedy };
    }
  }
}

export async function checkSettings(
  folder: DataFolder,
  environment: ProxyEnvironment = process.env,
): Promise<readonly Finding[]> {
  try {
    const settings = await readSettings(folder.settings);
    const there = await isThere(folder.settings);
    const found = ok(
      'settings',
      there ? `${folder.settings} is valid` : `none: ${folder.settings} is not there, and need not be`,
    );
    return [found, checkMail(settings, folder), checkContact(settings, folder), checkProxy(settings, environment)];
  } catch (error) {
    return [failed('settings', error)];
  }
}
