## شاشات المراقب: السجل، بلا أسماء وبلا محتوى.

### هل السجل كامل؟
page-audit-open = السجل مفتوح.
page-audit-reading = تجري قراءة السجل والتحقق منه سطرًا سطرًا…
page-audit-verify-again = التحقق مرة أخرى
page-audit-whole = السجل كامل.
page-audit-lines = { $n ->
    [one] تم التحقق من سطر واحد هنا. وهو مطابق للتوقيع.
    [two] تم التحقق من سطرين هنا. وهما مطابقان للتوقيع.
    [few] تم التحقق من { $n } أسطر هنا. وهي مطابقة للتوقيع.
   *[other] تم التحقق من { $n } سطرًا هنا. وهي مطابقة للتوقيع.
}
page-audit-last = تاريخ آخر سطر: { $when }.
page-audit-first = هذه أول قراءة في هذه الجلسة. للمقارنة مع مرة أخرى، قدّم دليلًا محفوظًا.
page-audit-continues = إنه تكملة لما كان معروفًا. عدد الأسطر المعروفة: { $n }.
page-audit-forgotten = نُسيت أسطر قديمة كما يقول السجل. عددها: { $n }. تم التحقق من مكانها.
page-audit-figures-more = حسب المؤسسة والعمل واليوم
page-audit-refusals = حالات الرفض
page-audit-refusals-more = { $n ->
    [0] لا شيء
   *[other] العدد: { $n }
}
page-audit-entries-more = البحث فيها وأخذها
page-audit-check = تحقّق بنفسك
page-audit-check-what = تبدأ كل جلسة بلا ذاكرة. قدّم دليلًا محفوظًا: إذا تغيّر سطر أو اختفى منذ ذلك الحين، تقول هذه الشاشة ذلك.
page-audit-compare = المقارنة مع دليل محفوظ

### الأرقام
page-audit-figures-of = عدد أسطر السجل التي تم التحقق منها: { $n }.
page-audit-by-place = حسب المؤسسة
page-audit-by-type = حسب العمل
page-audit-by-day = حسب اليوم
page-audit-as-table = في جدول
page-audit-all = المجموع
page-audit-done = تم
page-audit-refused = مرفوض
page-audit-most = الأعلى: { $n }
page-audit-nothing = لا يقول السجل شيئًا بعد.
page-audit-type = العمل
page-audit-place = المؤسسة
page-audit-day = اليوم

### الأسطر
page-audit-choices = اختيار الأسطر
page-audit-any = الكل
page-audit-result = النتيجة
page-audit-refused-any = كل حالات الرفض
page-audit-refused-why = مرفوض: { $reason }
page-audit-from = من
page-audit-to = إلى
page-audit-found = { $n ->
    [0] لا يوجد أي سطر
    [one] سطر واحد
    [two] سطران
    [few] { $n } أسطر
   *[other] { $n } سطرًا
}
page-audit-none = لا يوجد سطر مطابق.
page-audit-all-lines = عرض كل الأسطر
page-audit-number = السطر رقم { $n }
page-audit-pages = الصفحات
page-audit-page = الصفحة { $n } من { $all }
page-audit-later = الأحدث
page-audit-earlier = الأقدم
page-audit-files = أخذ الملفات
page-audit-files-shared = هذا الجهاز مشترك. لا يُكتب أي ملف هنا.
page-audit-files-chosen = الأسطر المختارة أعلاه:
page-audit-csv = ملف CSV
page-audit-json = ملف JSON
page-audit-files-proof = يحتوي الدليل على السجل كله وتوقيعه. احتفظ به: سيُظهر إن تغيّر سطر لاحقًا.
page-audit-proof = الدليل

### من، وماذا
page-audit-code = الرمز { $code }
page-audit-kind-beneficiary = المستفيدون
page-audit-kind-auditor = المراقبون
page-audit-kind-server = الخادم
page-audit-kind-unknown = خارج المؤسسات

page-audit-type-enrolment = إنشاء حساب
page-audit-type-login = استعمال البطاقة والرمز السري
page-audit-type-pin-change = تغيير الرمز السري
page-audit-type-key-publication = نشر مفتاح
page-audit-type-organisation-created = إنشاء مؤسسة
page-audit-type-member-added = إضافة عضو
page-audit-type-vault-created = إنشاء خزنة
page-audit-type-mandate-granted = منح إذن
page-audit-type-mandate-revoked = سحب إذن
page-audit-type-mandate-expired = انتهاء إذن
page-audit-type-vault-read = الاطلاع على قائمة الملفات
page-audit-type-records-read = الاطلاع على قائمة الأوراق
page-audit-type-deposit = إضافة ورقة
page-audit-type-opening = فتح ورقة
page-audit-type-log-read = الاطلاع على السجل
page-audit-type-directory-read = طلب أسماء مؤسسة
page-audit-type-invitation = إرسال دعوة
page-audit-type-maintenance = صيانة الخادم
page-audit-type-unsigned-requests = طلبات بلا توقيع
page-audit-type-credential-added = إضافة بطاقة أو ورقة طوارئ
page-audit-type-credential-revoked = إلغاء بطاقة أو ورقة طوارئ
page-audit-type-pin-reset-approved = موافقة شخص على رمز جديد
page-audit-type-pin-reset = اختيار رمز سري جديد
page-audit-type-recovery-started = بدء الاسترجاع
page-audit-type-recovery-approved = موافقة شخص على الاسترجاع
page-audit-type-recovery-stopped = إيقاف الاسترجاع
page-audit-type-recovery-finished = انتهاء الاسترجاع
page-audit-type-guardians-named = تغيير أشخاص الطوارئ
page-audit-type-guardian-rehearsed = التحقق من شخص طوارئ
page-audit-type-deposit-undone = التراجع عن إضافة ورقة
page-audit-type-document-moved = نقل ورقة إلى ملف آخر
page-audit-type-document-renamed = تغيير اسم ورقة
page-audit-type-document-erased = محو ورقة
page-audit-type-folder-keys-turned = تغيير مفتاح ملف
page-audit-type-member-suspended = إيقاف عضو مؤقتًا
page-audit-type-member-resumed = إعادة عضو
page-audit-type-member-removed = إزالة عضو
page-audit-type-organisation-keys-turned = تغيير مفاتيح مؤسسة
page-audit-type-organisation-joined = إعطاء الاسم لمؤسسة أخرى
page-audit-type-organisation-left = مغادرة مؤسسة
page-audit-type-consent-refused = رفض الشخص للخزنة
page-audit-type-vault-closing = طلب إغلاق الخزنة
page-audit-type-vault-kept = الاحتفاظ بالخزنة
page-audit-type-vault-destroyed = إتلاف الخزنة
page-audit-type-export = أخذ المحتوى كله
page-audit-type-channel-changed = تغيير وسائل الإعلام
page-audit-type-reminder-changed = تغيير تذكير
page-audit-type-notice-sent = إرسال رسالة إعلام
page-audit-type-idle-warned = التنبيه إلى حساب غير مستعمل
page-audit-type-idle-disabled = إغلاق حساب غير مستعمل
page-audit-type-log-purged = نسيان أسطر قديمة
page-audit-type-mandates-purged = نسيان أذون قديمة
page-audit-type-backup = إنشاء نسخة احتياطية
page-audit-type-backup-verified = التحقق من نسخة احتياطية
page-audit-type-restore = استعادة نسخة احتياطية
page-audit-type-log-behind-accepted = استئناف السجل من نقطة أقدم
page-audit-type-keys-turned = تغيير مفتاح الخادم
page-audit-type-keys-destroyed = إتلاف مفتاح قديم للخادم
page-audit-type-keys-exported = نسخ مفاتيح الخادم
