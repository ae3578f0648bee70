## كلمات الخزنة: كلمة واحدة لكل شيء، في كل مكان.

### الملفات
folder-identity = الهوية
folder-housing = السكن
folder-resources = الدخل
folder-family = العائلة
folder-health = حقوق الصحة
folder-employment = العمل
folder-residence = الإقامة
folder-justice = القضاء
folder-other = متنوع
folder-private = خاص

### المعاملات
purpose-none = استعمال شخصي
purpose-social-support = مرافقة اجتماعية
purpose-rsa = ملف RSA
purpose-housing = السكن
purpose-health-cover = التغطية الصحية
purpose-family-benefits = إعانات العائلة
purpose-taxes = الضرائب
purpose-employment = العمل
purpose-residence-permit = حق الإقامة
purpose-justice = القضاء
purpose-domiciliation = عنوان إداري
purpose-disability = الإعاقة (MDPH)
purpose-retirement = التقاعد
purpose-debt = الديون
purpose-emergency-aid = مساعدة عاجلة
purpose-schooling = المدرسة
purpose-bank = حساب بنكي
purpose-other = معاملة أخرى

### الأوراق
document-type-identity-card = بطاقة الهوية
document-type-passport = جواز السفر
document-type-residence-permit = بطاقة الإقامة
document-type-birth-certificate = شهادة الميلاد
document-type-family-record = دفتر العائلة
document-type-tax-notice = إشعار الضريبة
document-type-payslip = كشف الراتب
document-type-benefit-statement = شهادة الدفع (CAF)
document-type-bank-details = بيانات الحساب البنكي (RIB)
document-type-lease = عقد الإيجار
document-type-rent-receipt = وصل الإيجار
document-type-proof-of-address = إثبات السكن
document-type-domiciliation-certificate = شهادة العنوان الإداري
document-type-health-cover-certificate = شهادة حقوق الصحة
document-type-disability-decision = قرار MDPH
document-type-pension-statement = سند المعاش
document-type-work-contract = عقد العمل
document-type-job-seeker-certificate = شهادة France Travail
document-type-diploma = شهادة دراسية
document-type-court-decision = حكم قضائي
document-type-insurance-certificate = شهادة التأمين
document-type-photo = صورة
document-type-other = ورقة أخرى

### الأشخاص
account-kind-beneficiary = صاحب الخزنة
account-kind-staff = مهني
account-kind-auditor = مراقب
role-referent = مسؤول مؤسسة
role-professional = مهني
role-desk = موظف استقبال
member-state-active = نشيط
member-state-suspended = موقوف مؤقتًا
member-state-removed = خرج من المؤسسة

### الأذون
right-read = النظر
right-deposit = الإضافة
right-manage = الإدارة
channel-kind-mail = بريد إلكتروني
channel-kind-phone = هاتف
mandate-state-active = سارٍ
mandate-state-not-started = لم يبدأ بعد
mandate-state-expired = انتهى
mandate-state-revoked = تم سحبه

### لماذا رُفض الطلب
result-no-mandate = لا يوجد إذن
result-mandate-expired = انتهى الإذن
result-mandate-revoked = تم سحب الإذن
result-mandate-not-started = لم يبدأ الإذن بعد
result-right-missing = الإذن لا يسمح بهذا
result-role-forbids = هذا الدور لا يسمح بذلك
result-not-a-member = خارج المؤسسة
result-not-allowed = هذا الحساب لا يحق له ذلك
result-account-disabled = الحساب مغلق
result-wrong-pin = رمز سري خاطئ
result-credential-blocked = البطاقة موقوفة
result-credential-revoked = البطاقة ملغاة
result-too-early = لم يحن الوقت بعد
result-too-late = فات الوقت
result-already-read = قرأها شخص ما
result-second-person-missing = تنقص موافقة شخص آخر
result-not-trusted = هذه المؤسسة لا تتابع هذا الشخص
result-vault-closing = ستُغلق الخزنة
result-stopped = تم إيقاف الطلب
result-not-delivered = لم تصل الرسالة
result-member-suspended = العضو موقوف مؤقتًا

### التواريخ
weekday = { $day ->
    [1] الاثنين
    [2] الثلاثاء
    [3] الأربعاء
    [4] الخميس
    [5] الجمعة
    [6] السبت
   *[7] الأحد
}
month = { $month ->
    [1] يناير
    [2] فبراير
    [3] مارس
    [4] أبريل
    [5] مايو
    [6] يونيو
    [7] يوليو
    [8] أغسطس
    [9] سبتمبر
    [10] أكتوبر
    [11] نوفمبر
   *[12] ديسمبر
}
date-long = يوم { $weekday } { $day } { $month } { $year }
date-time-long = { $date } الساعة {"\u2066"}{ $hour }:{ $minute }{"\u2069"}
date-short = {"\u2066"}{ $day }/{ $month }/{ $year }{"\u2069"}

### الأحجام
size-bytes = { $n } بايت
size-kib = { $n } كيبيبايت
size-mib = { $n } ميبيبايت
