/** 系统公钥: words of the page. */
export const keysText = {
  zh: {
    title: '系统公钥', lead: '企业系统以 SM2 私钥对每次调用签名，网关以登记的公钥验签。调用共享协议约定的服务、购买接口类数据产品，都用这里登记的公钥。', back: '返回', goOn: '返回继续办理', done: '公钥已登记，系统可以签名调用。', registered: '已登记', none: '还没有登记公钥。', until: (d: string) => `有效期至 ${d}`, keyId: '公钥编号', register: '登记公钥',
    step: { pair: '在本企业系统中生成 SM2 密钥对。私钥留在系统内，不要上传。', sign: '以私钥对下列三行文字（UTF-8，换行为 LF，末尾不换行）签名，作为持有证明：', keyHere: '〔公钥的 Base64〕', send: '填写系统名称、公钥和签名。' },
    name: '系统名称', nameHint: '例如：入网审核系统', publicKey: '公钥', publicKeyHint: 'SubjectPublicKeyInfo，DER 的 Base64', proof: '持有证明', proofHint: 'SM2 签名的 Base64，签名者标识为默认值', call: '公钥每 180 日更换：到期前登记新公钥，新旧公钥在有效期内都可使用。',
  },
  en: {
    title: 'Keys of your systems', lead: 'Your system signs each call with its SM2 key, and the gateway checks it with the public key that is registered here: for services under a sharing agreement, and for data services that you buy.', back: 'Back', goOn: 'Go on with what you came from', done: 'The key is registered: your system can sign its calls.', registered: 'Registered', none: 'No key is registered yet.', until: (d: string) => `good until ${d}`, keyId: 'Key', register: 'Register a key',
    step: { pair: 'Make an SM2 key pair in your system. The private key stays there: never send it.', sign: 'Sign these three lines with it (UTF-8, LF between them, none at the end), as proof that you hold it:', keyHere: '<the public key in Base64>', send: 'Give the name of the system, its public key and the signature.' },
    name: 'Name of the system', nameHint: 'for example: listing checks', publicKey: 'Public key', publicKeyHint: 'SubjectPublicKeyInfo, DER in Base64', proof: 'Proof of possession', proofHint: 'the SM2 signature in Base64, made with the default id', call: 'A key is good for 180 days. Register the next one before it ends: both are good until then.',
  },
};
