## ما العمل بعد ذلك، في الصفحة.
page-next-session-over = افتح الخزنة من جديد، بالبطاقة والرمز السري.
page-next-not-signed = افتح الخزنة من جديد، بالبطاقة والرمز السري.
page-next-wrong-credential = تحقق من أنها البطاقة الصحيحة. وإلا فاذهب إلى مؤسستك.
page-next-credential-blocked = اذهب إلى مؤسستك، ومعك البطاقة. يمكن لشخصين أن يساعداك على اختيار رمز جديد.
page-next-right-missing = انظر إلى ما يسمح به الإذن. هذا الطلب مكتوب في السجل.
page-next-not-a-member = تحقق من المؤسسة المختارة.
page-next-not-allowed = تحقق من الشخص المتصل.
page-next-too-early = انتظر نهاية المهلة.
page-next-already-read = يمكن لصاحب الورقة أن يمسحها بنفسه.
page-next-vault-closing = ما زال بإمكان صاحب الخزنة أن يغيّر رأيه.
page-next-method-not-allowed = أعد تحميل الصفحة.
page-next-unsupported-media-type = أعد تحميل الصفحة.
page-next-malformed = أعد تحميل الصفحة، ثم ابدأ من جديد.
page-next-invalid-request = أعد تحميل الصفحة، ثم ابدأ من جديد.
page-next-account-disabled = اسأل مؤسستك.
page-next-unexpected = حاول لاحقًا. إذا تكرر ذلك، أخبر مؤسستك.
page-next-integrity = لم يُفتح شيء ولم يُحفظ شيء. لا تكرر المحاولة. أخبر مؤسستك.
