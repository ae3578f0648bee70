## Ce qu’une personne emporte de son coffre : les pages du fichier, et ce qui se dit en l’écrivant et en le vérifiant.

export-title = Mon coffre
export-index-intro = Voici tous les papiers du coffre, tels qu’ils étaient { $when } sur { $server }.
export-index-link = Retour à la liste des papiers
export-journal-link = Qui a regardé mes papiers
export-journal-intro = Chaque ligne dit qui a fait quoi, et quand. La première est la plus ancienne.
export-head-dates = Dates du papier
export-head-by = Ajouté par
export-issued = du { $day }
export-expires = valable jusqu’au { $day }
export-version = version { $n }
export-by-owner = la personne elle-même
export-provenance = { $kind ->
    [staff] Vient de { $server }, ajouté là-bas le { $when } par { $who }.
   *[owner] Vient de { $server }, ajouté là-bas le { $when } par la personne elle-même.
}

export-readme-what = Ce fichier contient tout le coffre, tel qu’il était { $when } sur { $server } : les papiers, la liste de qui les a regardés, et les preuves.
export-readme-open = Pour lire : ouvrez index.html avec n’importe quel navigateur, sans internet. Les papiers eux-mêmes sont dans « documents », un dossier par sujet.
export-readme-safe = Attention : tout y est lisible. Gardez ce fichier comme vous gardez vos papiers. Ne le laissez pas sur un ordinateur partagé.
export-readme-import = Pour remettre ces papiers dans un autre coffre : coffre import FICHIER.zip
export-readme-check = Pour vérifier que rien n’a été changé, sans internet et sans compte : coffre export verify FICHIER.zip. Ne changez rien dans le fichier ZIP, sinon il ne se vérifie plus.
export-readme-names = Les noms des personnes et des structures sont ceux que le serveur affichait : personne ne les a signés.

export-anchor-vault = Coffre : { $value }
export-anchor-account = Repère du compte : { $value }
export-anchor-organisation = Repère de la structure { $name } : { $value }
export-anchor-log = Clé du journal : { $value }

done-export = Emporté : { $n ->
    [0] aucun papier
    [1] 1 papier
   *[other] { $n } papiers
}, dans { $path }.
done-export-clear = Tout y est lisible : donnez le fichier à la personne, et n’en gardez pas de copie.
done-export-age = Le fichier est chiffré : seule la clé donnée l’ouvre.
done-export-verify = Tout est intact : { $n ->
    [0] aucun papier
    [1] 1 papier
   *[other] { $n } papiers
} ({ $versions ->
    [1] 1 version
   *[other] { $versions } versions
}), emporté { $when }.
verify-export-proves = Chaque papier est celui qui a été ajouté, et porte la signature de qui l’a ajouté. La personne a signé la liste. Le journal est entier ({ $entries } lignes) et signé par le serveur.
verify-export-compare = Cela tient à ces repères. Comparez-les avec ceux de la carte :
done-import = Remis dans le coffre : { $n ->
    [0] aucun papier
    [1] 1 papier
   *[other] { $n } papiers
}. Déjà là : { $there }.
done-import-erased = Effacés de ce coffre auparavant, et donc pas remis : { $n }.
done-import-reminders = Rappels posés : { $n }.
done-import-reminders-left = Rappels non repris : { $n }. Leur jour est passé, ou ce compte ne lit pas le papier. Ils sont écrits dans `index.html`.
export-reminders = Papiers à renouveler
export-reminder-line = Le { $day } : { $title }. { $text }
