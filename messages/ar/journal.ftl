## السجل، جملة جملة. قيمة who هي you إذا كان القارئ هو الفاعل، وother في غير ذلك.

event-enrolment = { $who ->
    [you] أنت قمت بإنشاء حساب { $when }.
   *[other] تم إنشاء حساب من طرف { $actor } { $when }.
}
    .refused = { $who ->
    [you] أنت أردت إنشاء حساب { $when }. رُفض الطلب: { $reason }.
   *[other] محاولة إنشاء حساب من طرف { $actor } { $when }. رُفضت: { $reason }.
}
event-login = { $who ->
    [you] أنت استعملت بطاقتك ورمزك السري { $when }.
   *[other] تم استعمال البطاقة والرمز السري من طرف { $actor } { $when }.
}
    .refused = { $who ->
    [you] أراد شخص ما استعمال بطاقتك { $when }. رُفض الطلب: { $reason }.
   *[other] محاولة استعمال البطاقة من طرف { $actor } { $when }. رُفضت: { $reason }.
}
event-pin-change = { $who ->
    [you] أنت قمت بتغيير رمزك السري { $when }.
   *[other] تم تغيير الرمز السري من طرف { $actor } { $when }.
}
    .refused = { $who ->
    [you] أنت أردت تغيير رمزك السري { $when }. رُفض الطلب: { $reason }.
   *[other] محاولة تغيير الرمز السري من طرف { $actor } { $when }. رُفضت: { $reason }.
}
event-key-publication = { $who ->
    [you] أنت قمت بنشر مفتاح { $when }.
   *[other] تم نشر مفتاح من طرف { $actor } { $when }.
}
    .refused = { $who ->
    [you] أنت أردت نشر مفتاح { $when }. رُفض الطلب: { $reason }.
   *[other] محاولة نشر مفتاح من طرف { $actor } { $when }. رُفضت: { $reason }.
}
event-organisation-created = { $who ->
    [you] أنت قمت بإنشاء المؤسسة { $when }.
   *[other] تم إنشاء المؤسسة من طرف { $actor } { $when }.
}
    .refused = { $who ->
    [you] أنت أردت إنشاء المؤسسة { $when }. رُفض الطلب: { $reason }.
   *[other] محاولة إنشاء المؤسسة من طرف { $actor } { $when }. رُفضت: { $reason }.
}
event-member-added = { $who ->
    [you] أنت قمت بإضافة عضو إلى المؤسسة { $when }.
   *[other] تمت إضافة عضو إلى المؤسسة من طرف { $actor } { $when }.
}
    .refused = { $who ->
    [you] أنت أردت إضافة عضو إلى المؤسسة { $when }. رُفض الطلب: { $reason }.
   *[other] محاولة إضافة عضو إلى المؤسسة من طرف { $actor } { $when }. رُفضت: { $reason }.
}
event-vault-created = { $who ->
    [you] أنت قمت بإنشاء هذه الخزنة { $when }.
   *[other] تم إنشاء هذه الخزنة من طرف { $actor } { $when }.
}
    .refused = { $who ->
    [you] أنت أردت إنشاء هذه الخزنة { $when }. رُفض الطلب: { $reason }.
   *[other] محاولة إنشاء هذه الخزنة من طرف { $actor } { $when }. رُفضت: { $reason }.
}
event-mandate-granted = { $who ->
    [you] أنت قمت بإعطاء إذن { $when }.
   *[other] تم إعطاء إذن من طرف { $actor } { $when }.
}
    .refused = { $who ->
    [you] أنت أردت إعطاء إذن { $when }. رُفض الطلب: { $reason }.
   *[other] محاولة إعطاء إذن من طرف { $actor } { $when }. رُفضت: { $reason }.
}
event-mandate-revoked = { $who ->
    [you] أنت قمت بسحب إذن { $when }.
   *[other] تم سحب إذن من طرف { $actor } { $when }.
}
    .refused = { $who ->
    [you] أنت أردت سحب إذن { $when }. رُفض الطلب: { $reason }.
   *[other] محاولة سحب إذن من طرف { $actor } { $when }. رُفضت: { $reason }.
}
event-directory-read = { $who ->
    [you] أنت قمت بالاطلاع على أسماء مؤسسة { $when }.
   *[other] تم الاطلاع على أسماء مؤسسة من طرف { $actor } { $when }.
}
    .refused = { $who ->
    [you] أنت أردت الاطلاع على أسماء مؤسسة { $when }. رُفض الطلب: { $reason }.
   *[other] محاولة الاطلاع على أسماء مؤسسة من طرف { $actor } { $when }. رُفضت: { $reason }.
}
event-vault-read = { $who ->
    [you] أنت قمت بالاطلاع على قائمة الملفات { $when }.
   *[other] تم الاطلاع على قائمة الملفات من طرف { $actor } { $when }.
}
    .refused = { $who ->
    [you] أنت أردت الاطلاع على قائمة الملفات { $when }. رُفض الطلب: { $reason }.
   *[other] محاولة الاطلاع على قائمة الملفات من طرف { $actor } { $when }. رُفضت: { $reason }.
}
event-records-read = { $who ->
    [you] أنت قمت بالاطلاع على قائمة أوراقك { $when }.
   *[other] تم الاطلاع على قائمة الأوراق من طرف { $actor } { $when }.
}
    .refused = { $who ->
    [you] أنت أردت الاطلاع على قائمة أوراقك { $when }. رُفض الطلب: { $reason }.
   *[other] محاولة الاطلاع على قائمة الأوراق من طرف { $actor } { $when }. رُفضت: { $reason }.
}
event-deposit = { $who ->
    [you] أنت قمت بإضافة { $document } { $when }.
   *[other] تمت إضافة { $document } من طرف { $actor } { $when }.
}
    .refused = { $who ->
    [you] أنت أردت إضافة { $document } { $when }. رُفض الطلب: { $reason }.
   *[other] محاولة إضافة { $document } من طرف { $actor } { $when }. رُفضت: { $reason }.
}
event-opening = { $who ->
    [you] أنت قمت بفتح { $document } { $when }.
   *[other] تم فتح { $document } من طرف { $actor } { $when }.
}
    .refused = { $who ->
    [you] أنت أردت فتح { $document } { $when }. رُفض الطلب: { $reason }.
   *[other] محاولة فتح { $document } من طرف { $actor } { $when }. رُفضت: { $reason }.
}
event-log-read = { $who ->
    [you] أنت قمت بقراءة السجل { $when }.
   *[other] تمت قراءة السجل من طرف { $actor } { $when }.
}
    .refused = { $who ->
    [you] أنت أردت قراءة السجل { $when }. رُفض الطلب: { $reason }.
   *[other] محاولة قراءة السجل من طرف { $actor } { $when }. رُفضت: { $reason }.
}
event-mandate-expired = انتهى إذن { $when }.
    .refused = انتهى إذن { $when }. رُفض: { $reason }.
event-invitation = أنشأ مدير الخادم دعوة { $when }.
    .refused = أنشأ مدير الخادم دعوة { $when }. رُفض: { $reason }.
event-maintenance = تدخّل مدير الخادم على الخادم { $when }.
    .refused = تدخّل مدير الخادم على الخادم { $when }. رُفض: { $reason }.
event-unsigned-requests = رُفضت طلبات لم يوقّعها أحد { $when }.
    .refused = رُفضت طلبات لم يوقّعها أحد { $when }. رُفض: { $reason }.
event-credential-added = { $who ->
    [you] أنت قمت بتسجيل بطاقة جديدة أو ورقة طوارئ { $when }.
   *[other] تم تسجيل بطاقة جديدة أو ورقة طوارئ من طرف { $actor } { $when }.
}
    .refused = { $who ->
    [you] أنت أردت تسجيل بطاقة جديدة أو ورقة طوارئ { $when }. رُفض الطلب: { $reason }.
   *[other] محاولة تسجيل بطاقة جديدة أو ورقة طوارئ من طرف { $actor } { $when }. رُفضت: { $reason }.
}
event-credential-revoked = { $who ->
    [you] أنت قمت بإلغاء بطاقة أو ورقة طوارئ { $when }.
   *[other] تم إلغاء بطاقة أو ورقة طوارئ من طرف { $actor } { $when }.
}
    .refused = { $who ->
    [you] أنت أردت إلغاء بطاقة أو ورقة طوارئ { $when }. رُفض الطلب: { $reason }.
   *[other] محاولة إلغاء بطاقة أو ورقة طوارئ من طرف { $actor } { $when }. رُفضت: { $reason }.
}
event-pin-reset-approved = { $who ->
    [you] أنت قمت بتأكيد طلب رمز سري جديد { $when }.
   *[other] تم تأكيد طلب رمز سري جديد من طرف { $actor } { $when }.
}
    .refused = { $who ->
    [you] أنت أردت تأكيد طلب رمز سري جديد { $when }. رُفض الطلب: { $reason }.
   *[other] محاولة تأكيد طلب رمز سري جديد من طرف { $actor } { $when }. رُفضت: { $reason }.
}
event-pin-reset = { $who ->
    [you] أنت قمت باختيار رمز سري جديد بعد نسيان { $when }.
   *[other] تم اختيار رمز سري جديد بعد نسيان من طرف { $actor } { $when }.
}
    .refused = { $who ->
    [you] أنت أردت اختيار رمز سري جديد بعد نسيان { $when }. رُفض الطلب: { $reason }.
   *[other] محاولة اختيار رمز سري جديد بعد نسيان من طرف { $actor } { $when }. رُفضت: { $reason }.
}
event-recovery-started = { $who ->
    [you] أنت قمت بطلب استرجاع الوصول إلى هذه الخزنة { $when }.
   *[other] تم طلب استرجاع الوصول إلى هذه الخزنة من طرف { $actor } { $when }.
}
    .refused = { $who ->
    [you] أنت أردت طلب استرجاع الوصول إلى هذه الخزنة { $when }. رُفض الطلب: { $reason }.
   *[other] محاولة طلب استرجاع الوصول إلى هذه الخزنة من طرف { $actor } { $when }. رُفضت: { $reason }.
}
event-recovery-approved = { $who ->
    [you] أنت قمت بالموافقة على طلب استرجاع الوصول { $when }.
   *[other] تمت الموافقة على طلب استرجاع الوصول من طرف { $actor } { $when }.
}
    .refused = { $who ->
    [you] أنت أردت الموافقة على طلب استرجاع الوصول { $when }. رُفض الطلب: { $reason }.
   *[other] محاولة الموافقة على طلب استرجاع الوصول من طرف { $actor } { $when }. رُفضت: { $reason }.
}
event-recovery-stopped = { $who ->
    [you] أنت قمت بإيقاف طلب استرجاع الوصول { $when }.
   *[other] تم إيقاف طلب استرجاع الوصول من طرف { $actor } { $when }.
}
    .refused = { $who ->
    [you] أنت أردت إيقاف طلب استرجاع الوصول { $when }. رُفض الطلب: { $reason }.
   *[other] محاولة إيقاف طلب استرجاع الوصول من طرف { $actor } { $when }. رُفضت: { $reason }.
}
event-recovery-finished = { $who ->
    [you] أنت قمت باسترجاع الوصول إلى هذه الخزنة { $when }.
   *[other] تم استرجاع الوصول إلى هذه الخزنة من طرف { $actor } { $when }.
}
    .refused = { $who ->
    [you] أنت أردت استرجاع الوصول إلى هذه الخزنة { $when }. رُفض الطلب: { $reason }.
   *[other] محاولة استرجاع الوصول إلى هذه الخزنة من طرف { $actor } { $when }. رُفضت: { $reason }.
}
event-guardians-named = { $who ->
    [you] أنت قمت بتغيير أشخاص الطوارئ { $when }.
   *[other] تم تغيير أشخاص الطوارئ من طرف { $actor } { $when }.
}
    .refused = { $who ->
    [you] أنت أردت تغيير أشخاص الطوارئ { $when }. رُفض الطلب: { $reason }.
   *[other] محاولة تغيير أشخاص الطوارئ من طرف { $actor } { $when }. رُفضت: { $reason }.
}
event-guardian-rehearsed = { $who ->
    [you] أنت قمت بالتحقق من أن شخص طوارئ يستطيع المساعدة { $when }. لم يُفتح شيء.
   *[other] تم التحقق من أن شخص طوارئ يستطيع المساعدة من طرف { $actor } { $when }. لم يُفتح شيء.
}
    .refused = { $who ->
    [you] أنت أردت التحقق من أن شخص طوارئ يستطيع المساعدة { $when }. رُفض الطلب: { $reason }.
   *[other] محاولة التحقق من أن شخص طوارئ يستطيع المساعدة من طرف { $actor } { $when }. رُفضت: { $reason }.
}
event-deposit-undone = { $who ->
    [you] أنت قمت بإلغاء إضافة ورقة { $when }.
   *[other] تم إلغاء إضافة ورقة من طرف { $actor } { $when }.
}
    .refused = { $who ->
    [you] أنت أردت إلغاء إضافة ورقة { $when }. رُفض الطلب: { $reason }.
   *[other] محاولة إلغاء إضافة ورقة من طرف { $actor } { $when }. رُفضت: { $reason }.
}
event-document-moved = { $who ->
    [you] أنت قمت بنقل { $document } إلى ملف آخر { $when }.
   *[other] تم نقل { $document } إلى ملف آخر من طرف { $actor } { $when }.
}
    .refused = { $who ->
    [you] أنت أردت نقل { $document } إلى ملف آخر { $when }. رُفض الطلب: { $reason }.
   *[other] محاولة نقل { $document } إلى ملف آخر من طرف { $actor } { $when }. رُفضت: { $reason }.
}
event-document-renamed = { $who ->
    [you] أنت قمت بتغيير اسم { $document } { $when }.
   *[other] تم تغيير اسم { $document } من طرف { $actor } { $when }.
}
    .refused = { $who ->
    [you] أنت أردت تغيير اسم { $document } { $when }. رُفض الطلب: { $reason }.
   *[other] محاولة تغيير اسم { $document } من طرف { $actor } { $when }. رُفضت: { $reason }.
}
event-document-erased = { $who ->
    [you] أنت قمت بمسح ورقة { $when }.
   *[other] تم مسح ورقة من طرف { $actor } { $when }.
}
    .refused = { $who ->
    [you] أنت أردت مسح ورقة { $when }. رُفض الطلب: { $reason }.
   *[other] محاولة مسح ورقة من طرف { $actor } { $when }. رُفضت: { $reason }.
}
event-folder-keys-turned = { $who ->
    [you] أنت قمت بتغيير مفتاح ملف { $when }.
   *[other] تم تغيير مفتاح ملف من طرف { $actor } { $when }.
}
    .refused = { $who ->
    [you] أنت أردت تغيير مفتاح ملف { $when }. رُفض الطلب: { $reason }.
   *[other] محاولة تغيير مفتاح ملف من طرف { $actor } { $when }. رُفضت: { $reason }.
}
event-member-suspended = { $who ->
    [you] أنت قمت بإيقاف عضو في المؤسسة مؤقتًا { $when }.
   *[other] تم إيقاف عضو في المؤسسة مؤقتًا من طرف { $actor } { $when }.
}
    .refused = { $who ->
    [you] أنت أردت إيقاف عضو في المؤسسة مؤقتًا { $when }. رُفض الطلب: { $reason }.
   *[other] محاولة إيقاف عضو في المؤسسة مؤقتًا من طرف { $actor } { $when }. رُفضت: { $reason }.
}
event-member-resumed = { $who ->
    [you] أنت قمت بإعادة عضو إلى عمله في المؤسسة { $when }.
   *[other] تمت إعادة عضو إلى عمله في المؤسسة من طرف { $actor } { $when }.
}
    .refused = { $who ->
    [you] أنت أردت إعادة عضو إلى عمله في المؤسسة { $when }. رُفض الطلب: { $reason }.
   *[other] محاولة إعادة عضو إلى عمله في المؤسسة من طرف { $actor } { $when }. رُفضت: { $reason }.
}
event-member-removed = { $who ->
    [you] أنت قمت بإخراج عضو من المؤسسة { $when }.
   *[other] تم إخراج عضو من المؤسسة من طرف { $actor } { $when }.
}
    .refused = { $who ->
    [you] أنت أردت إخراج عضو من المؤسسة { $when }. رُفض الطلب: { $reason }.
   *[other] محاولة إخراج عضو من المؤسسة من طرف { $actor } { $when }. رُفضت: { $reason }.
}
event-organisation-keys-turned = { $who ->
    [you] أنت قمت بتغيير مفاتيح المؤسسة { $when }.
   *[other] تم تغيير مفاتيح المؤسسة من طرف { $actor } { $when }.
}
    .refused = { $who ->
    [you] أنت أردت تغيير مفاتيح المؤسسة { $when }. رُفض الطلب: { $reason }.
   *[other] محاولة تغيير مفاتيح المؤسسة من طرف { $actor } { $when }. رُفضت: { $reason }.
}
event-organisation-joined = { $who ->
    [you] أنت قمت بإعطاء الاسم لمؤسسة أخرى { $when }.
   *[other] تم إعطاء الاسم لمؤسسة أخرى من طرف { $actor } { $when }.
}
    .refused = { $who ->
    [you] أنت أردت إعطاء الاسم لمؤسسة أخرى { $when }. رُفض الطلب: { $reason }.
   *[other] محاولة إعطاء الاسم لمؤسسة أخرى من طرف { $actor } { $when }. رُفضت: { $reason }.
}
event-organisation-left = { $who ->
    [you] أنت قمت بترك مؤسسة { $when }.
   *[other] تم ترك مؤسسة من طرف { $actor } { $when }.
}
    .refused = { $who ->
    [you] أنت أردت ترك مؤسسة { $when }. رُفض الطلب: { $reason }.
   *[other] محاولة ترك مؤسسة من طرف { $actor } { $when }. رُفضت: { $reason }.
}
event-consent-refused = { $who ->
    [you] أنت قمت بتسجيل رفض { $when }. لم يُحفظ أي شيء آخر.
   *[other] تم تسجيل رفض من طرف { $actor } { $when }. لم يُحفظ أي شيء آخر.
}
    .refused = { $who ->
    [you] أنت أردت تسجيل رفض { $when }. رُفض الطلب: { $reason }.
   *[other] محاولة تسجيل رفض من طرف { $actor } { $when }. رُفضت: { $reason }.
}
event-vault-closing = { $who ->
    [you] أنت قمت بطلب إغلاق الخزنة { $when }.
   *[other] تم طلب إغلاق الخزنة من طرف { $actor } { $when }.
}
    .refused = { $who ->
    [you] أنت أردت طلب إغلاق الخزنة { $when }. رُفض الطلب: { $reason }.
   *[other] محاولة طلب إغلاق الخزنة من طرف { $actor } { $when }. رُفضت: { $reason }.
}
event-vault-kept = { $who ->
    [you] أنت قمت بالاحتفاظ بالخزنة وإلغاء الإغلاق { $when }.
   *[other] تم الاحتفاظ بالخزنة وإلغاء الإغلاق من طرف { $actor } { $when }.
}
    .refused = { $who ->
    [you] أنت أردت الاحتفاظ بالخزنة وإلغاء الإغلاق { $when }. رُفض الطلب: { $reason }.
   *[other] محاولة الاحتفاظ بالخزنة وإلغاء الإغلاق من طرف { $actor } { $when }. رُفضت: { $reason }.
}
event-export = { $who ->
    [you] أنت قمت بأخذ كل ما في الخزنة { $when }.
   *[other] تم أخذ كل ما في الخزنة من طرف { $actor } { $when }.
}
    .refused = { $who ->
    [you] أنت أردت أخذ كل ما في الخزنة { $when }. رُفض الطلب: { $reason }.
   *[other] محاولة أخذ كل ما في الخزنة من طرف { $actor } { $when }. رُفضت: { $reason }.
}
event-channel-changed = { $who ->
    [you] أنت قمت بتغيير وسائل الإبلاغ { $when }.
   *[other] تم تغيير وسائل الإبلاغ من طرف { $actor } { $when }.
}
    .refused = { $who ->
    [you] أنت أردت تغيير وسائل الإبلاغ { $when }. رُفض الطلب: { $reason }.
   *[other] محاولة تغيير وسائل الإبلاغ من طرف { $actor } { $when }. رُفضت: { $reason }.
}
event-reminder-changed = { $who ->
    [you] أنت قمت بتغيير تذكير { $when }.
   *[other] تم تغيير تذكير من طرف { $actor } { $when }.
}
    .refused = { $who ->
    [you] أنت أردت تغيير تذكير { $when }. رُفض الطلب: { $reason }.
   *[other] محاولة تغيير تذكير من طرف { $actor } { $when }. رُفضت: { $reason }.
}
event-vault-destroyed = تم إتلاف الخزنة { $when }.
    .refused = تم إتلاف الخزنة { $when }. فشل: { $reason }.
event-notice-sent = أُرسلت رسالة إخبار { $when }.
    .refused = أُرسلت رسالة إخبار { $when }. فشل: { $reason }.
event-idle-warned = تم التنبيه إلى حساب غير مستعمل منذ مدة طويلة { $when }.
    .refused = تم التنبيه إلى حساب غير مستعمل منذ مدة طويلة { $when }. فشل: { $reason }.
event-idle-disabled = أُغلق حساب غير مستعمل { $when }.
    .refused = أُغلق حساب غير مستعمل { $when }. فشل: { $reason }.
event-log-purged = نُسيت سطور قديمة من السجل { $when }.
    .refused = نُسيت سطور قديمة من السجل { $when }. فشل: { $reason }.
event-mandates-purged = نُسيت أذونات قديمة { $when }.
    .refused = نُسيت أذونات قديمة { $when }. فشل: { $reason }.
event-backup = صنع مدير الخادم نسخة احتياطية { $when }.
    .refused = صنع مدير الخادم نسخة احتياطية { $when }. فشل: { $reason }.
event-backup-verified = تحقق مدير الخادم من نسخة احتياطية { $when }.
    .refused = تحقق مدير الخادم من نسخة احتياطية { $when }. فشل: { $reason }.
event-restore = استرجع مدير الخادم نسخة احتياطية { $when }.
    .refused = استرجع مدير الخادم نسخة احتياطية { $when }. فشل: { $reason }.
event-log-behind-accepted = أعاد مدير الخادم السجل إلى نقطة أقدم { $when }.
    .refused = أعاد مدير الخادم السجل إلى نقطة أقدم { $when }. فشل: { $reason }.
event-keys-turned = تغيّر مفتاح الخادم { $when }.
    .refused = تغيّر مفتاح الخادم { $when }. فشل: { $reason }.
event-keys-destroyed = أُتلف مفتاح قديم للخادم { $when }.
    .refused = أُتلف مفتاح قديم للخادم { $when }. فشل: { $reason }.
event-keys-exported = نسخ مدير الخادم مفاتيح الخادم { $when }.
    .refused = نسخ مدير الخادم مفاتيح الخادم { $when }. فشل: { $reason }.

journal-actor-staff = { $name } ({ $organisation })
journal-actor-role = { $role ->
    [referent] مسؤول مؤسسة
    [professional] مهني
    [desk] موظف استقبال
   *[none] مهني
}
journal-actor-kind = { $kind ->
    [beneficiary] صاحب الخزنة
    [auditor] مراقب
   *[staff] مهني
}
journal-actor-unknown = شخص غير معروف
journal-organisation = { $first ->
   *[other] { $organisation }
}
journal-document = الورقة «{ $title }»
journal-document-unknown = ورقة
journal-purpose = من أجل: { $purpose }.
journal-empty = لم يفعل أحد شيئًا بعد في هذه الخزنة.
