## شاشات المهني.

page-desk-who = { $organisation }، { $role }
page-desk-comma = ،
page-desk-no-organisation = لا تنتمي إلى أي مؤسسة حاليًا. يمكن لمسؤول مؤسستك إضافتك. ينشئ المسؤول المؤسسة ببرنامج coffre.
page-desk-find = العثور على شخص
page-desk-search = الاسم أو تاريخ الميلاد
page-desk-search-hint = اكتب بداية الاسم. علامات التشكيل لا تهم.
page-desk-names-loading = تُفتح الأسماء هنا، على هذا الجهاز…
page-desk-none = لم تُفتح أي خزنة مع مؤسستك بعد.
page-desk-count = { $n ->
    [one] شخص واحد في مؤسستك
    [two] شخصان في مؤسستك
    [few] { $n } أشخاص في مؤسستك
   *[other] { $n } شخصًا في مؤسستك
}
page-desk-found = { $n ->
    [0] لا أحد بهذا الاسم هنا. جرّب بحروف أقل.
    [one] وُجد شخص واحد
    [two] وُجد شخصان
    [few] وُجد { $n } أشخاص
   *[other] وُجد { $n } شخصًا
}
page-desk-more = { $n ->
    [one] وشخص آخر. اكتب حروفًا أكثر.
   *[other] و{ $n } آخرون. اكتب حروفًا أكثر.
}
page-desk-born = تاريخ الميلاد: { $day }
page-desk-do = مع شخص، أو داخل المؤسسة
page-desk-ending = أذون تنتهي خلال 30 يومًا
page-desk-ending-none = لا يوجد إذن ينتهي قريبًا.
page-desk-ends = { $purpose }، حتى { $day }
page-desk-nobody = اختر شخصًا أولًا.
page-desk-home = العودة إلى البداية
page-desk-to-person = العودة إلى خزنة الشخص
page-desk-card-camera = إظهار البطاقة
page-desk-card-typing = كتابة البطاقة
page-desk-persons-card = يقدّم الشخص بطاقته.
page-desk-members-card = قدّم بطاقتك المهنية.
page-desk-members-code = رمز بطاقتك المهنية
page-desk-own-card = قدّم بطاقتك من جديد. هذا إجراء مهم.
page-desk-give-card = أعط البطاقة للشخص.
page-desk-give-card-back = أعد البطاقة إلى الشخص.

page-calm-turn = أدر الشاشة نحو الشخص
page-calm-turn-how = ما يلي يخصه. يقرر وحده.
page-calm-turn-time = امنحه الوقت. اقرأ معه إذا طلب ذلك.
page-calm-turned = الشاشة مُدارة
page-calm-yours = القرار لك
page-calm-yes = أوافق
page-calm-no = أرفض
page-consent-text = ما توافق عليه
page-new-code-choose = اختر رمزًا من 4 إلى 8 أرقام. احفظه في ذاكرتك.
page-new-code-repeat = اكتب الرمز نفسه مرة أخرى.
page-new-code-first = رمزك الجديد
page-new-code-second = الرمز نفسه من جديد
page-new-code-keep = الاحتفاظ بهذا الرمز
page-new-code-alone = لا أحد آخر ينظر. لا تخبر أحدًا بهذا الرمز.
page-failure-weak-code = هذا الرمز سهل التخمين.
    .next = تجنّب الأرقام المتتالية والمكررة والسنوات وتاريخ ميلادك.
page-failure-other-code = الرمزان ليسا متطابقين.
    .next = اختر من جديد بهدوء.
page-failure-other-vault = هذه البطاقة تفتح خزنة أخرى.
    .next = تحقق من البطاقة ومن الشخص المختار. لم يُنفَّذ شيء.
page-failure-folder-missing = أحد الملفات المختارة غير موجود في هذه الخزنة.
    .next = ارجع واختر ملفات أخرى. لم يُنفَّذ شيء.

page-person-no-mandate = ليس لديك إذن لهذه الخزنة.
page-person-no-mandate-next = الشخص وحده يمكنه منح إذن.
page-person-mandate = يمكنك: { $rights }. من أجل: { $purpose }. حتى { $day }.
page-person-papers = الأوراق التي يمكنك رؤيتها
page-person-no-paper = لا توجد أوراق هنا بعد.
page-person-damaged = هذه الورقة تالفة. لا تُعرض.
page-person-waiting = هذه الورقة تنتظر الزيارة القادمة للشخص.
page-person-added = { $folder }، أضيفت في { $day }
page-person-add = إضافة أوراق
page-person-together = مع الشخص، بجانبك
page-grant-more = الشخص يقرر، ببطاقته
page-replace-more = البطاقة بالية، وما زالت مع الشخص
page-reset-more = لدى الشخص بطاقته ولكن ليس الرمز

page-open-purpose = لأي غرض؟
page-open-purpose-hint = سيقرأ الشخص هذه الإجابة.
page-open-logged = سيُكتب هذا الاطلاع في سجل الشخص.
page-open-open = فتح هذه الورقة
page-open-opening = تُفتح الورقة…
page-open-not = عدم فتحها
page-opened-other = لا تعرض هذه الصفحة هذا النوع من الملفات.
page-opened-page = { $title }، صفحة { $n } من { $all }
page-opened-refused = هذا الملف ليس كما يقول، أو قد يشغّل برنامجًا. لا يُعرض ولا يُحفظ. أخبر الشخص.
page-opened-logged = كُتب الاطلاع في السجل.
page-opened-close = إغلاق هذه الورقة
page-opened-print = طباعة
page-opened-keep = حفظ على هذا الجهاز
page-opened-keep-stays = الملف المحفوظ يبقى على هذا الجهاز. امسحه بعد الاستعمال.

page-deposit-folder = في أي ملف؟
page-deposit-type = أي ورقة؟
page-deposit-expires = صالحة حتى
page-deposit-expires-hint = اتركه فارغًا إذا لم يكن للورقة تاريخ انتهاء.
page-deposit-files = اختر ملفًا أو أكثر. أو أسقطها هنا.
page-deposit-pick = اختيار ملفات
page-deposit-photo = أخذ صورة
page-deposit-list = أوراق أضيفت الآن
page-deposit-progress = { $percent } %
page-deposit-undo = إلغاء هذه الإضافة
page-deposit-done-count = { $n } من { $all } في الخزنة
page-upload-queued = تنتظر دورها
page-upload-sending = تُقفل وتُرسل
page-upload-cut = انقطعت الشبكة. يُستأنف الإرسال وحده.
page-upload-done = في الخزنة
page-upload-undoing = تُسحب…
page-upload-undone = لم تعد في الخزنة
page-upload-failed = لم تُرسل

page-grant-together = اختارا معًا. الأقل يكفي.
page-grant-folders = أي ملفات؟
page-grant-rights = للقيام بماذا؟
page-grant-right-read = قراءة أوراق هذه الملفات
page-grant-right-deposit = إضافة أوراق، دون رؤية الأخرى
page-grant-purpose = لأي غرض؟
page-grant-days = لأي مدة؟
page-grant-day-count = { $n ->
    [one] يوم واحد
    [two] يومان
    [few] { $n } أيام
   *[other] { $n } يومًا
}
page-grant-to = لمن؟
page-grant-to-self = أنا فقط
page-grant-missing = اختر ملفًا واحدًا على الأقل، وشيئًا واحدًا على الأقل.
page-grant-leave = عدم طلب شيء
page-grant-free = يمكنك الرفض. لن يسألك أحد لماذا.
page-grant-sign = للموافقة: بطاقتك ورمزك
page-grant-agree = أوافق
page-grant-signing = يُكتب الإذن…
page-grant-granted = مُنح الإذن
page-grant-granted-next = يمكن للشخص إيقافه في أي وقت.
page-grant-refused = الجواب لا
page-grant-refused-next = لم يُكتب شيء ولم يُحفظ شيء. المساعدة تبقى كما هي.

page-create-more = الهوية، الموافقة، الرمز، البطاقة
page-create-who = لمن هذه الخزنة؟
page-create-who-how = اكتب الاسم كما يقوله الشخص.
page-create-given = الاسم الشخصي
page-create-family = اسم العائلة
page-create-family-hint = اتركه فارغًا إذا كان للشخص اسم واحد.
page-create-birth = تاريخ الميلاد
page-create-name-wrong = اكتب اسمًا.
page-create-birth-wrong = اكتب تاريخ ميلاد صحيحًا.
page-create-sealed = يُقفل الاسم هنا. الخادم لا يقرؤه.
page-create-leave = عدم فتح خزنة
page-create-code = اختر رمزك
page-create-making = تُبنى الخزنة…
page-create-opened = فُتحت الخزنة
page-create-opened-next = يمكن للشخص الدخول ببطاقته ورمزه.
page-create-refused = قال الشخص لا
page-create-refused-next = لا يُحفظ أي اسم. السجل يقول فقط إن شخصًا رفض. المساعدة تبقى كما هي.

page-printed-card = طباعة البطاقة
page-printed-card-how = تظهر البطاقة مرة واحدة فقط. اطبعها قبل المتابعة.
page-printed-sheet = طباعة ورقة الطوارئ
page-printed-sheet-how = توضع الورقة في ظرف مغلق، في خزانة المؤسسة.
page-printed-name = كتابة الاسم على البطاقة
page-printed-name-hint = فقط إذا أراد الشخص ذلك.
page-printed-print = طباعة
page-printed-next = طُبعت البطاقة
page-printed-done = تمت الطباعة
page-printed-qr = المربع الأبيض والأسود، للكاميرا
page-printed-uncertain = انقطع الاتصال أثناء الكتابة. اطبع على أي حال. ثم جرّب البطاقة: إذا لم تفتح شيئًا فأعد من البداية.

page-replace-what = تبقى الخزنة نفسها. البطاقة فقط تتغير.
page-replace-lost = هل ضاعت البطاقة؟ تلزم عندئذ ورقة الطوارئ ومهنيان اثنان: دليل الاستقبال يشرح ذلك.
page-replace-done = البطاقة الجديدة جاهزة
page-replace-old = البطاقة القديمة لم تعد تفتح شيئًا. اقطعها إلى نصفين.
page-reset-what = لدى الشخص بطاقته. يتعرف عليه مهنيان اثنان. ثم يختار رمزًا جديدًا.
page-reset-know = وافق فقط إذا كنت تعرف الشخص.
page-reset-vouch = أعطي موافقتي
page-reset-vouch-more = كل مهني ببطاقته الخاصة
page-reset-vouch-how = الشخص أمامك، وأنت تعرف من هو.
page-reset-vouch-action = إعطاء موافقتي
page-reset-vouched = الموافقات: { $n } من { $needed }. تبقى صالحة 15 دقيقة.
page-reset-choose = اختيار الرمز الجديد
page-reset-choose-more = الشخص، بعد موافقتين
page-reset-card = بطاقة الشخص
page-reset-done = اختير الرمز الجديد

page-team-more = إضافة، تعليق، إزالة
page-team-of = أعضاء { $organisation }
page-team-line = { $role }، { $state }
page-team-you = هذا أنت.
page-team-add = إضافة عضو
page-team-add-name = الاسم المعروض
page-team-add-name-hint = سيقرؤه الأشخاص في سجلهم.
page-team-add-role = الدور
page-team-role-referent = يضيف الأعضاء ويزيلهم. يرى ما تسمح به الأذون.
page-team-role-professional = يرى ويضيف ما تسمح به الأذون.
page-team-role-desk = يضيف أوراقًا. لا يقرأ أيًّا منها.
page-team-add-code = { $name } يختار رمزه
page-team-add-sign = للإضافة: بطاقتك كمسؤول
page-team-own-code = رمزك كمسؤول
page-team-added = أضيف العضو.
page-team-suspend = تعليق
page-team-suspend-sure = تعليق { $name }؟
page-team-suspend-what = يتوقف كل شيء فورًا لهذا العضو. يمكنك إعادته لاحقًا.
page-team-suspended = عُلّق { $name }.
page-team-leave = عدم تغيير شيء
page-team-resume = إعادة
page-team-resume-sure = إعادة { $name }؟
page-team-resume-what = يمكن لهذا العضو العمل كما كان.
page-team-resume-done = يمكن لـ { $name } العمل من جديد.
page-team-remove = إزالة
page-team-remove-sure = إزالة { $name } نهائيًا؟
page-team-remove-what = لن يفتح هذا العضو شيئًا بعد الآن. تتغير مفاتيح المؤسسة. لا يمكن التراجع.
page-team-remove-done = أُزيل { $name }. تغيرت المفاتيح.

consent-vault = خزنتك: ما توافق عليه.
    - تُحفظ أوراقك في خزنة على الإنترنت. وهي مشفّرة: مقفلة بمفتاح.
    - تنشئ { $organisation } الخزنة معك اليوم. الخزنة لك. وهي مجانية.
    - لا أحد يفتح أوراقك دون إذنك. أنت تختار من، وماذا، وحتى متى.
    - ما فُتح مرة يبقى مرئيًا لمن فتحه. كل اطلاع يُكتب: يمكنك قراءة من نظر.
    - يرى المضيف متى تُستعمل الخزنة وحجم الأوراق. ولا يرى ما بداخلها.
    - لديك بطاقة ورمز. لا تخبر أحدًا بالرمز. إذا ضاعت البطاقة فأخبر الاستقبال بسرعة.
    - يمكنك إغلاق الخزنة متى شئت. عندئذ تُتلف أوراقك التي فيها.
    - يمكنك أن تقول لا. تحتفظ بالحقوق نفسها وبالمساعدة نفسها.
    النص { $version }.
consent-mandate = أنت تأذن لـ { $recipient } لمدة { $days ->
    [one] يوم واحد
    [two] يومين
    [few] { $days } أيام
   *[other] { $days } يومًا
    }. الملفات: { $folders }. المسموح به: { $rights }. الغرض: { $purpose }. كل اطلاع يُكتب في سجلك. يمكنك سحب الإذن في أي وقت. النص { $version }.
card-title = بطاقة خزنتك
card-title-staff = بطاقة مهنية للخزنة
card-front-keep = هذه البطاقة تفتح خزنتك مع رمزك.
card-front-secret = لا تكتب الرمز عليها أبدًا.
card-front-lost = ضاعت البطاقة؟ أخبر: { $organisation }.
card-front-holder = { $name }
card-back-code = حروف البطاقة الـ 52
card-back-server = الخادم: { $host }
card-back-anchors = علامات للتحقق من المفاتيح (ليست سرية)
card-anchor-account = الحساب { $value }
card-anchor-organisation = المؤسسة { $value }
card-anchor-log = السجل { $value }
sheet-title = ورقة الطوارئ
sheet-what = تفيد هذه الورقة في استعادة الوصول إلى الخزنة عند ضياع البطاقة.
sheet-alone = وحدها لا تفتح شيئًا. تلزم أيضًا موافقة مهنيين اثنين، وانتظار عدة أيام.
sheet-how = اطوها وضعها في ظرف وأغلق الظرف. تُحفظ في خزانة: { $organisation }.
sheet-when = يبقى الظرف مغلقًا. لا يُفتح إلا في نهاية طلب استعادة، مع الشخص.
sheet-stop = يُخبَر الشخص بكل طلب. يمكنه إيقافه في أي استقبال.
sheet-date = حُررت في { $date }
sheet-id = رقم الورقة: { $id }
sheet-code = حروف الورقة الـ 52
