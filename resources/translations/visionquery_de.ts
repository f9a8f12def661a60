<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="de" sourcelanguage="en_GB">
<context>
    <name>AboutBox</name>
    <message>
        <source>About VisionQuery</source>
        <translation>Über VisionQuery</translation>
    </message>
    <message>
        <source>Type what you remember, find the photo. Everything happens on this computer: your photos are never changed, and nothing leaves it but a model that you ask to be downloaded.</source>
        <translation>Tippen Sie, woran Sie sich erinnern, und finden Sie das Foto. Alles geschieht auf diesem Computer: Ihre Fotos werden nie verändert, und ins Netz geht nur die Anfrage nach einem Modell, das Sie herunterladen lassen.</translation>
    </message>
    <message>
        <source>VisionQuery is free software: you may use, share and change it under the terms of the GNU General Public License, version 3 or any later one. It comes without any warranty.</source>
        <translation>VisionQuery ist freie Software: Sie dürfen es nach den Bedingungen der GNU General Public License, Version 3 oder einer späteren, nutzen, weitergeben und verändern. Es kommt ohne jede Gewährleistung.</translation>
    </message>
    <message>
        <source>Built with</source>
        <translation>Gebaut mit</translation>
    </message>
    <message>
        <source>Version</source>
        <translation>Version</translation>
    </message>
    <message>
        <source>Licence</source>
        <translation>Lizenz</translation>
    </message>
    <message>
        <source>Packages that VisionQuery is built with</source>
        <translation>Pakete, aus denen VisionQuery gebaut ist</translation>
    </message>
</context>
<context>
    <name>Actions</name>
    <message>
        <source>Follow the system</source>
        <translation>Wie das System</translation>
    </message>
    <message>
        <source>Light</source>
        <translation>Hell</translation>
    </message>
    <message>
        <source>Dark</source>
        <translation>Dunkel</translation>
    </message>
    <message>
        <source>&amp;Resume indexing</source>
        <translation>Indizierung &amp;fortsetzen</translation>
    </message>
    <message>
        <source>&amp;Pause indexing</source>
        <translation>Indizierung &amp;anhalten</translation>
    </message>
    <message>
        <source>S&amp;how in results again</source>
        <translation>Wieder in Er&amp;gebnissen zeigen</translation>
    </message>
    <message>
        <source>&amp;Hide from results</source>
        <translation>Aus Er&amp;gebnissen ausblenden</translation>
    </message>
    <message>
        <source>&amp;Copy pictures</source>
        <translation>Bilder &amp;kopieren</translation>
    </message>
    <message>
        <source>&amp;Copy picture</source>
        <translation>Bild &amp;kopieren</translation>
    </message>
    <message>
        <source>Take back: {0}</source>
        <translation>Zurücknehmen: {0}</translation>
    </message>
    <message>
        <source>&amp;Add folder…</source>
        <translation>&amp;Ordner hinzufügen …</translation>
    </message>
    <message>
        <source>Search the photos of another folder too</source>
        <translation>Auch die Fotos eines weiteren Ordners durchsuchen</translation>
    </message>
    <message>
        <source>Look for &amp;new photos</source>
        <translation>Nach &amp;neuen Fotos sehen</translation>
    </message>
    <message>
        <source>Compare every folder with the disk again</source>
        <translation>Jeden Ordner noch einmal mit der Festplatte vergleichen</translation>
    </message>
    <message>
        <source>Stop reading photos until it is resumed</source>
        <translation>Keine Fotos mehr lesen, bis es fortgesetzt wird</translation>
    </message>
    <message>
        <source>&amp;Settings…</source>
        <translation>&amp;Einstellungen …</translation>
    </message>
    <message>
        <source>Colours, folders, processor use, models and privacy</source>
        <translation>Farben, Ordner, Prozessornutzung, Modelle und Datenschutz</translation>
    </message>
    <message>
        <source>&amp;Close window</source>
        <translation>Fenster &amp;schließen</translation>
    </message>
    <message>
        <source>Close the window, or put it into the tray where that is set</source>
        <translation>Das Fenster schließen oder, wenn so eingestellt, in den Infobereich legen</translation>
    </message>
    <message>
        <source>&amp;Quit</source>
        <translation>&amp;Beenden</translation>
    </message>
    <message>
        <source>Close the window and stop indexing</source>
        <translation>Das Fenster schließen und die Indizierung beenden</translation>
    </message>
    <message>
        <source>&amp;Undo</source>
        <translation>&amp;Rückgängig</translation>
    </message>
    <message>
        <source>Take the last change back</source>
        <translation>Die letzte Änderung zurücknehmen</translation>
    </message>
    <message>
        <source>Put the picture and its file on the clipboard</source>
        <translation>Das Bild und seine Datei in die Zwischenablage legen</translation>
    </message>
    <message>
        <source>Cop&amp;y path</source>
        <translation>&amp;Pfad kopieren</translation>
    </message>
    <message>
        <source>Put where the files lie on the clipboard, one a line</source>
        <translation>In die Zwischenablage legen, wo die Dateien liegen, eine je Zeile</translation>
    </message>
    <message>
        <source>Select &amp;all</source>
        <translation>&amp;Alle auswählen</translation>
    </message>
    <message>
        <source>Select every photo that is shown</source>
        <translation>Jedes angezeigte Foto auswählen</translation>
    </message>
    <message>
        <source>&amp;Invert selection</source>
        <translation>Auswahl &amp;umkehren</translation>
    </message>
    <message>
        <source>Select what is not selected, and the other way round</source>
        <translation>Auswählen, was nicht ausgewählt ist, und umgekehrt</translation>
    </message>
    <message>
        <source>&amp;Search</source>
        <translation>&amp;Suchen</translation>
    </message>
    <message>
        <source>Type what the photo shows</source>
        <translation>Tippen Sie, was das Foto zeigt</translation>
    </message>
    <message>
        <source>Search with the &amp;picture on the clipboard</source>
        <translation>Mit dem Bi&amp;ld der Zwischenablage suchen</translation>
    </message>
    <message>
        <source>Find photos that look like a copied picture, or search for copied words</source>
        <translation>Fotos finden, die wie ein kopiertes Bild aussehen, oder nach kopierten Wörtern suchen</translation>
    </message>
    <message>
        <source>Sa&amp;ve this search</source>
        <translation>Diese Suche s&amp;peichern</translation>
    </message>
    <message>
        <source>Keep what is asked in the sidebar, under a name</source>
        <translation>Die Suche unter einem Namen in der Seitenleiste behalten</translation>
    </message>
    <message>
        <source>&amp;Larger thumbnails</source>
        <translation>&amp;Größere Vorschaubilder</translation>
    </message>
    <message>
        <source>Show fewer photos, each larger</source>
        <translation>Weniger Fotos zeigen, jedes größer</translation>
    </message>
    <message>
        <source>S&amp;maller thumbnails</source>
        <translation>&amp;Kleinere Vorschaubilder</translation>
    </message>
    <message>
        <source>Show more photos, each smaller</source>
        <translation>Mehr Fotos zeigen, jedes kleiner</translation>
    </message>
    <message>
        <source>Whole photos in &amp;rows</source>
        <translation>Ganze Fotos in &amp;Zeilen</translation>
    </message>
    <message>
        <source>Show photos in their own shape instead of as squares</source>
        <translation>Fotos in ihrer eigenen Form statt als Quadrate zeigen</translation>
    </message>
    <message>
        <source>Side&amp;bar</source>
        <translation>&amp;Seitenleiste</translation>
    </message>
    <message>
        <source>Show the folders beside the photos</source>
        <translation>Die Ordner neben den Fotos zeigen</translation>
    </message>
    <message>
        <source>&amp;Details</source>
        <translation>&amp;Details</translation>
    </message>
    <message>
        <source>Show what is known of the chosen photos beside them</source>
        <translation>Neben den Fotos zeigen, was über die ausgewählten bekannt ist</translation>
    </message>
    <message>
        <source>Menu b&amp;ar</source>
        <translation>&amp;Menüleiste</translation>
    </message>
    <message>
        <source>Show the menus above the window instead of behind a button</source>
        <translation>Die Menüs oben im Fenster zeigen statt hinter einer Schaltfläche</translation>
    </message>
    <message>
        <source>&amp;Full screen</source>
        <translation>&amp;Vollbild</translation>
    </message>
    <message>
        <source>Give the whole screen to the window</source>
        <translation>Dem Fenster den ganzen Bildschirm geben</translation>
    </message>
    <message>
        <source>All me&amp;nus</source>
        <translation>Alle Me&amp;nüs</translation>
    </message>
    <message>
        <source>Open the menu by the keyboard</source>
        <translation>Das Menü mit der Tastatur öffnen</translation>
    </message>
    <message>
        <source>Find &amp;similar</source>
        <translation>Ä&amp;hnliche suchen</translation>
    </message>
    <message>
        <source>Search for photos that look like this one</source>
        <translation>Fotos suchen, die wie dieses aussehen</translation>
    </message>
    <message>
        <source>&amp;More like this</source>
        <translation>&amp;Mehr davon</translation>
    </message>
    <message>
        <source>Add the photo to the search, beside what is asked already</source>
        <translation>Das Foto zu dem hinzufügen, wonach schon gesucht wird</translation>
    </message>
    <message>
        <source>&amp;Less like this</source>
        <translation>&amp;Weniger davon</translation>
    </message>
    <message>
        <source>Push photos like this one down in the search</source>
        <translation>Fotos wie dieses in der Suche nach hinten stellen</translation>
    </message>
    <message>
        <source>&amp;View</source>
        <translation>&amp;Ansehen</translation>
    </message>
    <message>
        <source>Look at the whole photo (Space or Enter)</source>
        <translation>Das ganze Foto ansehen (Leertaste oder Eingabe)</translation>
    </message>
    <message>
        <source>Sli&amp;deshow</source>
        <translation>Dia&amp;schau</translation>
    </message>
    <message>
        <source>Show one photo after the other, beginning with this one</source>
        <translation>Ein Foto nach dem anderen zeigen, von diesem an</translation>
    </message>
    <message>
        <source>&amp;Open</source>
        <translation>Ö&amp;ffnen</translation>
    </message>
    <message>
        <source>Open in the program that this computer has for such files</source>
        <translation>Mit dem Programm öffnen, das dieser Computer für solche Dateien hat</translation>
    </message>
    <message>
        <source>Sho&amp;w in file manager</source>
        <translation>In der &amp;Dateiverwaltung zeigen</translation>
    </message>
    <message>
        <source>Open the folder that the file lies in</source>
        <translation>Den Ordner öffnen, in dem die Datei liegt</translation>
    </message>
    <message>
        <source>&amp;Favourite</source>
        <translation>Fa&amp;vorit</translation>
    </message>
    <message>
        <source>Mark as a favourite, or not any more</source>
        <translation>Als Favorit markieren oder nicht mehr</translation>
    </message>
    <message>
        <source>&amp;No stars</source>
        <translation>&amp;Keine Sterne</translation>
    </message>
    <message>
        <source>Take the rating away</source>
        <translation>Die Bewertung wegnehmen</translation>
    </message>
    <message>
        <source>&amp;1 star</source>
        <translation>&amp;1 Stern</translation>
    </message>
    <message>
        <source>Rate with one star of five</source>
        <translation>Mit einem von fünf Sternen bewerten</translation>
    </message>
    <message>
        <source>&amp;2 stars</source>
        <translation>&amp;2 Sterne</translation>
    </message>
    <message>
        <source>Rate with two stars of five</source>
        <translation>Mit zwei von fünf Sternen bewerten</translation>
    </message>
    <message>
        <source>&amp;3 stars</source>
        <translation>&amp;3 Sterne</translation>
    </message>
    <message>
        <source>Rate with three stars of five</source>
        <translation>Mit drei von fünf Sternen bewerten</translation>
    </message>
    <message>
        <source>&amp;4 stars</source>
        <translation>&amp;4 Sterne</translation>
    </message>
    <message>
        <source>Rate with four stars of five</source>
        <translation>Mit vier von fünf Sternen bewerten</translation>
    </message>
    <message>
        <source>&amp;5 stars</source>
        <translation>&amp;5 Sterne</translation>
    </message>
    <message>
        <source>Rate with five stars of five</source>
        <translation>Mit fünf von fünf Sternen bewerten</translation>
    </message>
    <message>
        <source>Leave out of every view and search; is:hidden finds it again</source>
        <translation>Aus jeder Ansicht und Suche auslassen; is:hidden findet es wieder</translation>
    </message>
    <message>
        <source>&amp;Export copies…</source>
        <translation>Kopien &amp;exportieren …</translation>
    </message>
    <message>
        <source>Copy the files as they are into a folder</source>
        <translation>Die Dateien, wie sie sind, in einen Ordner kopieren</translation>
    </message>
    <message>
        <source>Move to &amp;trash…</source>
        <translation>In den Papierkor&amp;b …</translation>
    </message>
    <message>
        <source>Put the files into the trash of this computer</source>
        <translation>Die Dateien in den Papierkorb dieses Computers legen</translation>
    </message>
    <message>
        <source>&amp;Properties</source>
        <translation>E&amp;igenschaften</translation>
    </message>
    <message>
        <source>What the file and its camera say of the photo</source>
        <translation>Was die Datei und die Kamera über das Foto sagen</translation>
    </message>
    <message>
        <source>&amp;Keyboard shortcuts</source>
        <translation>&amp;Tastenkürzel</translation>
    </message>
    <message>
        <source>Every command with its keys</source>
        <translation>Alle Befehle mit ihren Tasten</translation>
    </message>
    <message>
        <source>Check for &amp;updates</source>
        <translation>Nach &amp;Updates suchen</translation>
    </message>
    <message>
        <source>Ask the network once whether there is a newer version</source>
        <translation>Einmal im Netz fragen, ob es eine neuere Version gibt</translation>
    </message>
    <message>
        <source>&amp;About VisionQuery</source>
        <translation>Ü&amp;ber VisionQuery</translation>
    </message>
    <message>
        <source>Version, licence, and what it is built from</source>
        <translation>Version, Lizenz und woraus es gebaut ist</translation>
    </message>
</context>
<context>
    <name>ActivityLine</name>
    <message>
        <source>Indexing progress</source>
        <translation>Fortschritt der Indizierung</translation>
    </message>
    <message>
        <source>The background worker is not running</source>
        <translation>Der Hintergrundprozess läuft nicht</translation>
    </message>
    <message>
        <source>Resume</source>
        <translation>Fortsetzen</translation>
    </message>
    <message>
        <source>Pause</source>
        <translation>Anhalten</translation>
    </message>
    <message>
        <source>Resume indexing</source>
        <translation>Indizierung fortsetzen</translation>
    </message>
    <message>
        <source>Pause indexing</source>
        <translation>Indizierung anhalten</translation>
    </message>
    <message>
        <source>Stay in the background</source>
        <translation>Im Hintergrund bleiben</translation>
    </message>
    <message>
        <source>Run faster</source>
        <translation>Schneller arbeiten</translation>
    </message>
    <message>
        <source>Leave the processor to other programs</source>
        <translation>Den Prozessor anderen Programmen lassen</translation>
    </message>
    <message>
        <source>Use the whole processor; other programs may become slower</source>
        <translation>Den ganzen Prozessor nutzen; andere Programme können langsamer werden</translation>
    </message>
    <message>
        <source>Starting…</source>
        <translation>Wird gestartet …</translation>
    </message>
    <message>
        <source>Looking for photos…</source>
        <translation>Fotos werden gesucht …</translation>
    </message>
    <message>
        <source>Looking for photos · {count} found</source>
        <translation>Fotos werden gesucht · {count} gefunden</translation>
    </message>
    <message>
        <source>Indexing {done} of {total}</source>
        <translation>Indizierung: {done} von {total}</translation>
    </message>
    <message>
        <source>Paused at {done} of {total}</source>
        <translation>Angehalten bei {done} von {total}</translation>
    </message>
    <message>
        <source>Paused</source>
        <translation>Angehalten</translation>
    </message>
    <message>
        <source>Up to date · {photos}</source>
        <translation>Auf dem neuesten Stand · {photos}</translation>
    </message>
</context>
<context>
    <name>Clipboard</name>
    <message numerus="yes">
        <source>%n file(s) copied. Paste them into a folder or another program.</source>
        <translation>
            <numerusform>%Ln Datei kopiert. Fügen Sie sie in einen Ordner oder ein anderes Programm ein.</numerusform>
            <numerusform>%Ln Dateien kopiert. Fügen Sie sie in einen Ordner oder ein anderes Programm ein.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n path(s) copied.</source>
        <translation>
            <numerusform>%Ln Pfad kopiert.</numerusform>
            <numerusform>%Ln Pfade kopiert.</numerusform>
        </translation>
    </message>
    <message>
        <source>Picture copied.</source>
        <translation>Bild kopiert.</translation>
    </message>
    <message>
        <source>The picture cannot be copied, only its file.</source>
        <translation>Das Bild lässt sich nicht kopieren, nur seine Datei.</translation>
    </message>
</context>
<context>
    <name>Desk</name>
    <message numerus="yes">
        <source>Done with the first %n photo(s) only.</source>
        <translation>
            <numerusform>Nur mit dem ersten %n Foto ausgeführt.</numerusform>
            <numerusform>Nur mit den ersten %n Fotos ausgeführt.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Details</name>
    <message>
        <source>{seconds} s</source>
        <translation>{seconds} s</translation>
    </message>
    <message>
        <source>{reason} (score {score})</source>
        <translation>{reason} (Wert {score})</translation>
    </message>
    <message>
        <source>Its drive is not connected</source>
        <translation>Sein Laufwerk ist nicht angeschlossen</translation>
    </message>
    <message>
        <source>The file is not there any more</source>
        <translation>Die Datei ist nicht mehr da</translation>
    </message>
    <message>
        <source>Waiting to be indexed</source>
        <translation>Wartet auf die Indizierung</translation>
    </message>
    <message>
        <source>{width} × {height}</source>
        <translation>{width} × {height}</translation>
    </message>
    <message>
        <source>{count} MP</source>
        <translation>{count} MP</translation>
    </message>
    <message>
        <source>{length} mm</source>
        <translation>{length} mm</translation>
    </message>
    <message>
        <source>Video</source>
        <translation>Video</translation>
    </message>
    <message>
        <source>N</source>
        <translation>N</translation>
    </message>
    <message>
        <source>S</source>
        <translation>S</translation>
    </message>
    <message>
        <source>E</source>
        <translation>O</translation>
    </message>
    <message>
        <source>W</source>
        <translation>W</translation>
    </message>
    <message>
        <source>{height} m</source>
        <translation>{height} m</translation>
    </message>
    <message>
        <source>Found by</source>
        <translation>Gefunden durch</translation>
    </message>
    <message>
        <source>Problem</source>
        <translation>Problem</translation>
    </message>
    <message>
        <source>State</source>
        <translation>Zustand</translation>
    </message>
    <message>
        <source>Taken</source>
        <translation>Aufgenommen</translation>
    </message>
    <message>
        <source>File changed</source>
        <translation>Datei geändert</translation>
    </message>
    <message>
        <source>File size</source>
        <translation>Dateigröße</translation>
    </message>
    <message>
        <source>Dimensions</source>
        <translation>Abmessungen</translation>
    </message>
    <message>
        <source>Format</source>
        <translation>Format</translation>
    </message>
    <message>
        <source>Length</source>
        <translation>Länge</translation>
    </message>
    <message>
        <source>Camera</source>
        <translation>Kamera</translation>
    </message>
    <message>
        <source>Lens</source>
        <translation>Objektiv</translation>
    </message>
    <message>
        <source>Exposure</source>
        <translation>Belichtung</translation>
    </message>
    <message>
        <source>Place</source>
        <translation>Ort</translation>
    </message>
</context>
<context>
    <name>DetailsPanel</name>
    <message>
        <source>Details</source>
        <translation>Details</translation>
    </message>
    <message>
        <source>Favourite</source>
        <translation>Favorit</translation>
    </message>
    <message>
        <source>Show in file manager</source>
        <translation>In der Dateiverwaltung zeigen</translation>
    </message>
    <message numerus="yes">
        <source>%n photo(s)</source>
        <translation>
            <numerusform>%Ln Foto</numerusform>
            <numerusform>%Ln Fotos</numerusform>
        </translation>
    </message>
    <message>
        <source>Together</source>
        <translation>Zusammen</translation>
    </message>
    <message>
        <source>more than {size}</source>
        <translation>mehr als {size}</translation>
    </message>
    <message>
        <source>This photo is not in the library any more.</source>
        <translation>Dieses Foto ist nicht mehr in der Bibliothek.</translation>
    </message>
    <message>
        <source>No photo is selected.</source>
        <translation>Kein Foto ist ausgewählt.</translation>
    </message>
    <message numerus="yes">
        <source>and %n more</source>
        <translation>
            <numerusform>und %Ln weitere</numerusform>
            <numerusform>und %Ln weitere</numerusform>
        </translation>
    </message>
    <message>
        <source>Copies</source>
        <translation>Kopien</translation>
    </message>
</context>
<context>
    <name>DropSign</name>
    <message>
        <source>Drop folders to add them, or a picture to find similar photos</source>
        <translation>Ordner hier ablegen, um sie hinzuzufügen, oder ein Bild, um ähnliche Fotos zu finden</translation>
    </message>
</context>
<context>
    <name>EntryTree</name>
    <message>
        <source>Library</source>
        <translation>Bibliothek</translation>
    </message>
</context>
<context>
    <name>ExampleChip</name>
    <message>
        <source>Less like {name}</source>
        <translation>Weniger wie {name}</translation>
    </message>
    <message>
        <source>Similar to {name}</source>
        <translation>Ähnlich wie {name}</translation>
    </message>
    <message>
        <source>Less like this</source>
        <translation>Weniger davon</translation>
    </message>
    <message>
        <source>More like this</source>
        <translation>Mehr davon</translation>
    </message>
    <message>
        <source>Now: less like this. Click for more like this.</source>
        <translation>Jetzt: weniger davon. Klicken Sie für mehr davon.</translation>
    </message>
    <message>
        <source>Now: more like this. Click for less like this.</source>
        <translation>Jetzt: mehr davon. Klicken Sie für weniger davon.</translation>
    </message>
    <message>
        <source>Drop the example</source>
        <translation>Beispiel weglassen</translation>
    </message>
    <message>
        <source>Drop the example (Delete)</source>
        <translation>Beispiel weglassen (Entf)</translation>
    </message>
</context>
<context>
    <name>ExamplePictures</name>
    <message>
        <source>pasted picture</source>
        <translation>eingefügtes Bild</translation>
    </message>
    <message>
        <source>The picture could not be kept.</source>
        <translation>Das Bild konnte nicht aufbewahrt werden.</translation>
    </message>
    <message>
        <source>Free some disk space and try again.</source>
        <translation>Schaffen Sie Platz auf der Festplatte und versuchen Sie es noch einmal.</translation>
    </message>
</context>
<context>
    <name>Export</name>
    <message>
        <source>Another export is still running.</source>
        <translation>Ein anderer Export läuft noch.</translation>
    </message>
    <message>
        <source>Wait for it, or stop it.</source>
        <translation>Warten Sie darauf oder brechen Sie ihn ab.</translation>
    </message>
    <message numerus="yes">
        <source>Export copies of %n photo(s)</source>
        <translation>
            <numerusform>Kopie von %Ln Foto exportieren</numerusform>
            <numerusform>Kopien von %Ln Fotos exportieren</numerusform>
        </translation>
    </message>
    <message>
        <source>Copy here</source>
        <translation>Hierher kopieren</translation>
    </message>
    <message>
        <source>Files are still being copied. Stop and quit?</source>
        <translation>Es werden noch Dateien kopiert. Abbrechen und beenden?</translation>
    </message>
    <message>
        <source>What is copied so far stays in its folder.</source>
        <translation>Was schon kopiert ist, bleibt in seinem Ordner.</translation>
    </message>
    <message>
        <source>Stop and quit</source>
        <translation>Abbrechen und beenden</translation>
    </message>
    <message>
        <source>{done} of {total} · {name}</source>
        <translation>{done} von {total} · {name}</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>Abbrechen</translation>
    </message>
    <message>
        <source>Copying to {folder}</source>
        <translation>Wird nach {folder} kopiert</translation>
    </message>
    <message numerus="yes">
        <source>%n file(s) copied to {folder}.</source>
        <translation>
            <numerusform>%n Datei nach {folder} kopiert.</numerusform>
            <numerusform>%n Dateien nach {folder} kopiert.</numerusform>
        </translation>
    </message>
    <message>
        <source>Show in file manager</source>
        <translation>In der Dateiverwaltung zeigen</translation>
    </message>
    <message numerus="yes">
        <source>%n could not be read.</source>
        <translation>
            <numerusform>%Ln konnte nicht gelesen werden.</numerusform>
            <numerusform>%Ln konnten nicht gelesen werden.</numerusform>
        </translation>
    </message>
    <message>
        <source>Show why</source>
        <translation>Warum?</translation>
    </message>
    <message>
        <source>Nothing was copied.</source>
        <translation>Nichts wurde kopiert.</translation>
    </message>
    <message>
        <source>Export copies</source>
        <translation>Kopien exportieren</translation>
    </message>
</context>
<context>
    <name>FactGrid</name>
    <message>
        <source>Copy coordinates</source>
        <translation>Koordinaten kopieren</translation>
    </message>
</context>
<context>
    <name>Failure</name>
    <message>
        <source>The file cannot be read</source>
        <translation>Die Datei kann nicht gelesen werden</translation>
    </message>
    <message>
        <source>The file is damaged</source>
        <translation>Die Datei ist beschädigt</translation>
    </message>
    <message>
        <source>This kind of file is not supported</source>
        <translation>Diese Art von Datei wird nicht unterstützt</translation>
    </message>
    <message>
        <source>The picture is too large</source>
        <translation>Das Bild ist zu groß</translation>
    </message>
    <message>
        <source>The file is empty</source>
        <translation>Die Datei ist leer</translation>
    </message>
    <message>
        <source>Reading the picture took too long</source>
        <translation>Das Lesen des Bildes dauerte zu lange</translation>
    </message>
    <message>
        <source>The picture needs too much memory</source>
        <translation>Das Bild braucht zu viel Speicher</translation>
    </message>
    <message>
        <source>The decoder crashed on this picture</source>
        <translation>Der Decoder ist an diesem Bild abgestürzt</translation>
    </message>
    <message>
        <source>The file is still being written</source>
        <translation>Die Datei wird noch geschrieben</translation>
    </message>
</context>
<context>
    <name>FolderCommands</name>
    <message>
        <source>Add a folder of photos</source>
        <translation>Einen Ordner mit Fotos hinzufügen</translation>
    </message>
    <message>
        <source>Where is “{name}” now?</source>
        <translation>Wo ist „{name}“ jetzt?</translation>
    </message>
    <message>
        <source>{path} is a link that leads back to itself.</source>
        <translation>{path} ist eine Verknüpfung, die zu sich selbst zurückführt.</translation>
    </message>
    <message>
        <source>Add the folder that it was meant to lead to.</source>
        <translation>Fügen Sie den Ordner hinzu, zu dem sie führen sollte.</translation>
    </message>
    <message>
        <source>There is nothing at {path}.</source>
        <translation>Unter {path} ist nichts.</translation>
    </message>
    <message>
        <source>It may have been moved, or its drive was taken out.</source>
        <translation>Vielleicht wurde es verschoben oder das Laufwerk entfernt.</translation>
    </message>
    <message>
        <source>“{name}” is in the library already. It is compared with the disk again.</source>
        <translation>„{name}“ ist schon in der Bibliothek. Der Ordner wird noch einmal mit dem Datenträger verglichen.</translation>
    </message>
    <message>
        <source>“{name}” is in the library now. The folders inside it that were listed are parts of it.</source>
        <translation>„{name}“ ist jetzt in der Bibliothek. Die Ordner darin, die schon aufgeführt waren, gehören nun dazu.</translation>
    </message>
    <message>
        <source>“{name}” was removed from the library. Its files stay where they are.</source>
        <translation>„{name}“ wurde aus der Bibliothek entfernt. Die Dateien bleiben, wo sie sind.</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>Rückgängig</translation>
    </message>
</context>
<context>
    <name>HintLine</name>
    <message>
        <source>Show</source>
        <translation>Zeigen</translation>
    </message>
    <message>
        <source>Close this hint</source>
        <translation>Diesen Hinweis schließen</translation>
    </message>
</context>
<context>
    <name>KeySheet</name>
    <message>
        <source>Keyboard shortcuts</source>
        <translation>Tastenkürzel</translation>
    </message>
    <message>
        <source>Moving about</source>
        <translation>Bewegen</translation>
    </message>
    <message>
        <source>In the viewer</source>
        <translation>Beim Ansehen</translation>
    </message>
    <message>
        <source>Search, from anywhere among the photos</source>
        <translation>Suchen, von überall bei den Fotos</translation>
    </message>
    <message>
        <source>just type</source>
        <translation>einfach tippen</translation>
    </message>
    <message>
        <source>Move from photo to photo</source>
        <translation>Von Foto zu Foto gehen</translation>
    </message>
    <message>
        <source>Arrow keys</source>
        <translation>Pfeiltasten</translation>
    </message>
    <message>
        <source>Select a row of photos</source>
        <translation>Eine Reihe von Fotos auswählen</translation>
    </message>
    <message>
        <source>First, last photo</source>
        <translation>Erstes, letztes Foto</translation>
    </message>
    <message>
        <source>A screen up, down</source>
        <translation>Einen Bildschirm hinauf, hinunter</translation>
    </message>
    <message>
        <source>Look at a photo, and back</source>
        <translation>Ein Foto ansehen und zurück</translation>
    </message>
    <message>
        <source>From part to part of the window</source>
        <translation>Von Teil zu Teil des Fensters</translation>
    </message>
    <message>
        <source>Menu of a photo</source>
        <translation>Menü eines Fotos</translation>
    </message>
    <message>
        <source>Search with a copied picture, in the search box</source>
        <translation>Mit einem kopierten Bild suchen, im Suchfeld</translation>
    </message>
    <message>
        <source>Next photo, the one before</source>
        <translation>Nächstes Foto, voriges Foto</translation>
    </message>
    <message>
        <source>Nearer, farther</source>
        <translation>Näher, weiter weg</translation>
    </message>
    <message>
        <source>Whole picture or its own size</source>
        <translation>Ganzes Bild oder seine eigene Größe</translation>
    </message>
    <message>
        <source>Rate</source>
        <translation>Bewerten</translation>
    </message>
    <message>
        <source>Favourite</source>
        <translation>Favorit</translation>
    </message>
    <message>
        <source>Play a video</source>
        <translation>Ein Video abspielen</translation>
    </message>
    <message>
        <source>Slideshow</source>
        <translation>Diaschau</translation>
    </message>
    <message>
        <source>Full screen</source>
        <translation>Vollbild</translation>
    </message>
    <message>
        <source>Details</source>
        <translation>Details</translation>
    </message>
</context>
<context>
    <name>LongRuns</name>
    <message>
        <source>Indexing is done</source>
        <translation>Die Indizierung ist fertig</translation>
    </message>
    <message numerus="yes">
        <source>%n photo(s) can be found now.</source>
        <translation>
            <numerusform>%Ln Foto kann jetzt gefunden werden.</numerusform>
            <numerusform>%Ln Fotos können jetzt gefunden werden.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Marking</name>
    <message numerus="yes">
        <source>%n photo(s) marked as favourite.</source>
        <translation>
            <numerusform>%Ln Foto als Favorit markiert.</numerusform>
            <numerusform>%Ln Fotos als Favoriten markiert.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n photo(s) no favourite(s) any more.</source>
        <translation>
            <numerusform>%Ln Foto ist kein Favorit mehr.</numerusform>
            <numerusform>%Ln Fotos sind keine Favoriten mehr.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n photo(s) rated.</source>
        <translation>
            <numerusform>%Ln Foto bewertet.</numerusform>
            <numerusform>%Ln Fotos bewertet.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n rating(s) removed.</source>
        <translation>
            <numerusform>%Ln Bewertung entfernt.</numerusform>
            <numerusform>%Ln Bewertungen entfernt.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n photo(s) hidden from the results.</source>
        <translation>
            <numerusform>%Ln Foto aus den Ergebnissen ausgeblendet.</numerusform>
            <numerusform>%Ln Fotos aus den Ergebnissen ausgeblendet.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n photo(s) shown again.</source>
        <translation>
            <numerusform>%Ln Foto wird wieder gezeigt.</numerusform>
            <numerusform>%Ln Fotos werden wieder gezeigt.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>MenuButton</name>
    <message>
        <source>Menu</source>
        <translation>Menü</translation>
    </message>
    <message>
        <source>Menu (F10)</source>
        <translation>Menü (F10)</translation>
    </message>
</context>
<context>
    <name>Menus</name>
    <message>
        <source>&amp;File</source>
        <translation>&amp;Datei</translation>
    </message>
    <message>
        <source>&amp;Help</source>
        <translation>&amp;Hilfe</translation>
    </message>
    <message>
        <source>Photos</source>
        <translation>Fotos</translation>
    </message>
    <message>
        <source>Search and selection</source>
        <translation>Suche und Auswahl</translation>
    </message>
    <message>
        <source>View</source>
        <translation>Ansicht</translation>
    </message>
    <message>
        <source>Library and program</source>
        <translation>Bibliothek und Programm</translation>
    </message>
    <message>
        <source>&amp;Edit</source>
        <translation>&amp;Bearbeiten</translation>
    </message>
    <message>
        <source>&amp;View</source>
        <translation>&amp;Ansicht</translation>
    </message>
    <message>
        <source>&amp;Colours</source>
        <translation>&amp;Farben</translation>
    </message>
    <message>
        <source>&amp;Sort by</source>
        <translation>S&amp;ortieren nach</translation>
    </message>
    <message>
        <source>&amp;Photo</source>
        <translation>&amp;Foto</translation>
    </message>
    <message>
        <source>Open w&amp;ith</source>
        <translation>Öffnen mi&amp;t</translation>
    </message>
    <message>
        <source>&amp;Rate</source>
        <translation>Bewe&amp;rten</translation>
    </message>
</context>
<context>
    <name>MiddleElided</name>
    <message>
        <source>Copy path</source>
        <translation>Pfad kopieren</translation>
    </message>
</context>
<context>
    <name>ModelCard</name>
    <message>
        <source>Download</source>
        <translation>Herunterladen</translation>
    </message>
    <message>
        <source>Fetch this model from the network</source>
        <translation>Dieses Modell aus dem Netz holen</translation>
    </message>
    <message>
        <source>Pause</source>
        <translation>Anhalten</translation>
    </message>
    <message>
        <source>Stop the download and keep what is there</source>
        <translation>Den Download anhalten und behalten, was da ist</translation>
    </message>
    <message>
        <source>Resume</source>
        <translation>Fortsetzen</translation>
    </message>
    <message>
        <source>Go on with the download</source>
        <translation>Den Download fortsetzen</translation>
    </message>
    <message>
        <source>Download anyway…</source>
        <translation>Trotzdem herunterladen …</translation>
    </message>
    <message>
        <source>Its file is of a kind that can do harm</source>
        <translation>Die Datei ist von einer Art, die Schaden anrichten kann</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Abbrechen</translation>
    </message>
    <message>
        <source>Stop the download and delete what is there</source>
        <translation>Den Download abbrechen und löschen, was da ist</translation>
    </message>
    <message>
        <source>Use</source>
        <translation>Verwenden</translation>
    </message>
    <message>
        <source>Read all photos with it; until that is done, the one before answers</source>
        <translation>Alle Fotos damit lesen; bis das getan ist, antwortet das bisherige</translation>
    </message>
    <message>
        <source>Use now</source>
        <translation>Sofort verwenden</translation>
    </message>
    <message>
        <source>Search with it from now on, however few photos it has read</source>
        <translation>Ab jetzt damit suchen, wie wenige Fotos es auch gelesen hat</translation>
    </message>
    <message>
        <source>Remove…</source>
        <translation>Entfernen …</translation>
    </message>
    <message>
        <source>Delete its files</source>
        <translation>Seine Dateien löschen</translation>
    </message>
    <message>
        <source>Forget…</source>
        <translation>Vergessen…</translation>
    </message>
    <message>
        <source>Delete what it has learnt about your photos</source>
        <translation>Löschen, was es über Ihre Fotos gelernt hat</translation>
    </message>
</context>
<context>
    <name>ModelHints</name>
    <message>
        <source>This model understands English only. A multilingual one can be downloaded.</source>
        <translation>Dieses Modell versteht nur Englisch. Ein mehrsprachiges kann heruntergeladen werden.</translation>
    </message>
    <message>
        <source>Show models</source>
        <translation>Modelle zeigen</translation>
    </message>
    <message>
        <source>This model understands English only. {model}, which is here, understands more.</source>
        <translation>Dieses Modell versteht nur Englisch. {model} ist schon da und versteht mehr Sprachen.</translation>
    </message>
    <message>
        <source>This model understands English only. {model} understands many languages and can be downloaded.</source>
        <translation>Dieses Modell versteht nur Englisch. {model} versteht viele Sprachen und lässt sich herunterladen.</translation>
    </message>
    <message>
        <source>{model} has seen {part} of the photos. Until it has seen all, the one before it answers.</source>
        <translation>{model} hat {part} der Fotos gesehen. Bis es alle gesehen hat, antwortet das bisherige Modell.</translation>
    </message>
    <message>
        <source>Use it now</source>
        <translation>Sofort verwenden</translation>
    </message>
</context>
<context>
    <name>ModelQuestions</name>
    <message>
        <source>Import a model from a folder</source>
        <translation>Ein Modell aus einem Ordner importieren</translation>
    </message>
    <message>
        <source>Import a model from a file</source>
        <translation>Ein Modell aus einer Datei importieren</translation>
    </message>
    <message>
        <source>Checkpoints ({patterns})</source>
        <translation>Checkpoints ({patterns})</translation>
    </message>
    <message>
        <source>Trust the file of {title}?</source>
        <translation>Der Datei von {title} vertrauen?</translation>
    </message>
    <message>
        <source>It is in Python&apos;s pickle format, in which programs can be hidden. VisionQuery reads nothing but numbers from it, which should keep you safe; take it only from somebody whom you trust.</source>
        <translation>Sie ist im Pickle-Format von Python, in dem sich Programme verstecken lassen. VisionQuery liest nur Zahlen daraus, was Sie schützen sollte; nehmen Sie sie dennoch nur von jemandem, dem Sie vertrauen.</translation>
    </message>
    <message>
        <source>Trust it</source>
        <translation>Vertrauen</translation>
    </message>
    <message>
        <source>Remove {title}?</source>
        <translation>{title} entfernen?</translation>
    </message>
    <message>
        <source>Its files are deleted. It can be downloaded again.</source>
        <translation>Seine Dateien werden gelöscht. Es kann wieder heruntergeladen werden.</translation>
    </message>
    <message>
        <source>Also forget what it has learnt about your photos</source>
        <translation>Auch vergessen, was es über Ihre Fotos gelernt hat</translation>
    </message>
    <message>
        <source>Remove</source>
        <translation>Entfernen</translation>
    </message>
    <message>
        <source>Forget what {title} has learnt about your photos?</source>
        <translation>Vergessen, was {title} über Ihre Fotos gelernt hat?</translation>
    </message>
    <message>
        <source>This makes room. The model stays; should you use it again, it reads all photos again.</source>
        <translation>Das schafft Platz. Das Modell bleibt; wenn Sie es wieder verwenden, liest es alle Fotos noch einmal.</translation>
    </message>
    <message>
        <source>Forget</source>
        <translation>Vergessen</translation>
    </message>
    <message>
        <source>The architecture of {name}, as open_clip calls it (such as ViT-B-32):</source>
        <translation>Die Architektur von {name}, wie open_clip sie nennt (etwa ViT-B-32):</translation>
    </message>
</context>
<context>
    <name>ModelsPage</name>
    <message>
        <source>The list of models comes from the background worker, which is starting…</source>
        <translation>Die Liste der Modelle kommt vom Hintergrundprozess, der gerade startet …</translation>
    </message>
    <message>
        <source>Name of a model on the Hugging Face hub</source>
        <translation>Name eines Modells auf dem Hugging-Face-Hub</translation>
    </message>
    <message>
        <source>Download</source>
        <translation>Herunterladen</translation>
    </message>
    <message>
        <source>Import</source>
        <translation>Importieren</translation>
    </message>
    <message>
        <source>Take in a model that lies on this computer</source>
        <translation>Ein Modell aufnehmen, das auf diesem Computer liegt</translation>
    </message>
    <message>
        <source>From a folder…</source>
        <translation>Aus einem Ordner …</translation>
    </message>
    <message>
        <source>From a file…</source>
        <translation>Aus einer Datei …</translation>
    </message>
    <message>
        <source>A model turns pictures and words into what can be compared. A larger one finds more and takes longer to read your photos, once; until it has read them all, the one before goes on answering.</source>
        <translation>Ein Modell macht Bilder und Wörter vergleichbar. Ein größeres findet mehr und braucht länger, um Ihre Fotos einmal zu lesen; bis es alle gelesen hat, antwortet das bisherige weiter.</translation>
    </message>
    <message>
        <source>Other models</source>
        <translation>Andere Modelle</translation>
    </message>
    <message>
        <source>Any model of the Hugging Face hub that open_clip can load, by its name:</source>
        <translation>Jedes Modell des Hugging-Face-Hubs, das open_clip laden kann, beim Namen genannt:</translation>
    </message>
    <message>
        <source>Or one that was fetched elsewhere, from a folder or a checkpoint file:</source>
        <translation>Oder eines, das anderswo geholt wurde, aus einem Ordner oder einer Checkpoint-Datei:</translation>
    </message>
</context>
<context>
    <name>NameDialog</name>
    <message>
        <source>Cancel</source>
        <translation>Abbrechen</translation>
    </message>
</context>
<context>
    <name>NamesEditor</name>
    <message>
        <source>Another name, such as *.tmp</source>
        <translation>Ein weiterer Name, etwa *.tmp</translation>
    </message>
    <message>
        <source>Name to add</source>
        <translation>Name, der hinzukommt</translation>
    </message>
    <message>
        <source>Add</source>
        <translation>Hinzufügen</translation>
    </message>
    <message>
        <source>Remove</source>
        <translation>Entfernen</translation>
    </message>
    <message>
        <source>Look at files and folders of the selected names again</source>
        <translation>Dateien und Ordner mit den ausgewählten Namen wieder ansehen</translation>
    </message>
    <message>
        <source>Reset</source>
        <translation>Zurücksetzen</translation>
    </message>
    <message>
        <source>Back to the names of a fresh installation</source>
        <translation>Zurück zu den Namen einer frischen Installation</translation>
    </message>
</context>
<context>
    <name>NoticeBar</name>
    <message>
        <source>Try again</source>
        <translation>Noch einmal versuchen</translation>
    </message>
    <message>
        <source>Close this message</source>
        <translation>Diese Meldung schließen</translation>
    </message>
</context>
<context>
    <name>Opening</name>
    <message>
        <source>Looking for programs…</source>
        <translation>Programme werden gesucht …</translation>
    </message>
    <message>
        <source>Another program…</source>
        <translation>Ein anderes Programm …</translation>
    </message>
    <message>
        <source>Open with another program</source>
        <translation>Mit einem anderen Programm öffnen</translation>
    </message>
</context>
<context>
    <name>PhotoGrid</name>
    <message>
        <source>Photos</source>
        <translation>Fotos</translation>
    </message>
    <message>
        <source>selected</source>
        <translation>ausgewählt</translation>
    </message>
</context>
<context>
    <name>PhotoModel</name>
    <message>
        <source>photo {row} of {count}</source>
        <translation>Foto {row} von {count}</translation>
    </message>
    <message>
        <source>Waiting to be indexed</source>
        <translation>Wartet auf die Indizierung</translation>
    </message>
    <message>
        <source>Its drive is not connected</source>
        <translation>Sein Laufwerk ist nicht angeschlossen</translation>
    </message>
</context>
<context>
    <name>PictureLoader</name>
    <message>
        <source>This photo is not in the library any more.</source>
        <translation>Dieses Foto ist nicht mehr in der Bibliothek.</translation>
    </message>
    <message>
        <source>Its drive is not connected.</source>
        <translation>Sein Laufwerk ist nicht angeschlossen.</translation>
    </message>
    <message>
        <source>The file is not there any more.</source>
        <translation>Die Datei ist nicht mehr da.</translation>
    </message>
</context>
<context>
    <name>Presenter</name>
    <message>
        <source>Weaker matches</source>
        <translation>Schwächere Treffer</translation>
    </message>
</context>
<context>
    <name>PrivacyPage</name>
    <message>
        <source>Forget recent searches</source>
        <translation>Letzte Suchen vergessen</translation>
    </message>
    <message>
        <source>None so far.</source>
        <translation>Bisher keine.</translation>
    </message>
    <message>
        <source>When</source>
        <translation>Wann</translation>
    </message>
    <message>
        <source>What for</source>
        <translation>Wozu</translation>
    </message>
    <message>
        <source>Address</source>
        <translation>Adresse</translation>
    </message>
    <message>
        <source>Received</source>
        <translation>Empfangen</translation>
    </message>
    <message>
        <source>Outcome</source>
        <translation>Ergebnis</translation>
    </message>
    <message>
        <source>Network requests</source>
        <translation>Netzanfragen</translation>
    </message>
    <message>
        <source>What stays on this computer</source>
        <translation>Was auf diesem Computer bleibt</translation>
    </message>
    <message>
        <source>Every network request that was ever made</source>
        <translation>Jede Netzanfrage, die je gestellt wurde</translation>
    </message>
    <message>
        <source>VisionQuery goes to the network only when you ask it to: for a model, or to see whether there is a newer version.</source>
        <translation>VisionQuery geht nur ins Netz, wenn Sie es wollen: für ein Modell, oder um zu sehen, ob es eine neuere Version gibt.</translation>
    </message>
    <message>
        <source>Everything. Your photos are read where they are, and never changed, copied or sent anywhere.</source>
        <translation>Alles. Ihre Fotos werden dort gelesen, wo sie sind, und nie verändert, kopiert oder irgendwohin gesendet.</translation>
    </message>
    <message>
        <source>What VisionQuery learns about them (their thumbnails, what is in their files, and numbers that stand for what they show) lies in its data folder. You find that on the page Storage, and may delete it at any time.</source>
        <translation>Was VisionQuery über sie lernt (Vorschaubilder, was in den Dateien steht, und Zahlen, die dafür stehen, was sie zeigen), liegt in seinem Datenordner. Sie finden ihn auf der Seite „Speicherplatz“ und dürfen ihn jederzeit löschen.</translation>
    </message>
    <message>
        <source>Nothing is counted, measured or reported to anybody.</source>
        <translation>Nichts wird gezählt, gemessen oder irgendjemandem gemeldet.</translation>
    </message>
</context>
<context>
    <name>ProblemsPage</name>
    <message>
        <source>These files could not be read. Mend or replace them and try again, or leave them out of this list.</source>
        <translation>Diese Dateien konnten nicht gelesen werden. Reparieren oder ersetzen Sie sie und versuchen Sie es noch einmal, oder lassen Sie sie aus dieser Liste weg.</translation>
    </message>
    <message>
        <source>Read the files once more (R)</source>
        <translation>Die Dateien noch einmal lesen (R)</translation>
    </message>
    <message>
        <source>Show</source>
        <translation>Zeigen</translation>
    </message>
    <message>
        <source>Show in file manager</source>
        <translation>In der Dateiverwaltung zeigen</translation>
    </message>
    <message>
        <source>Open the folder that the file lies in (Enter)</source>
        <translation>Den Ordner öffnen, in dem die Datei liegt (Eingabe)</translation>
    </message>
    <message>
        <source>List them no more, until the files change (Delete)</source>
        <translation>Nicht mehr auflisten, bis sich die Dateien ändern (Entf)</translation>
    </message>
    <message>
        <source>all</source>
        <translation>alle</translation>
    </message>
    <message>
        <source>Try again ({which})</source>
        <translation>Noch einmal versuchen ({which})</translation>
    </message>
    <message>
        <source>Ignore ({which})</source>
        <translation>Ignorieren ({which})</translation>
    </message>
</context>
<context>
    <name>Program</name>
    <message>
        <source>Try again</source>
        <translation>Noch einmal versuchen</translation>
    </message>
    <message>
        <source>{photos} selected</source>
        <translation>{photos} ausgewählt</translation>
    </message>
</context>
<context>
    <name>PropertiesDialog</name>
    <message>
        <source>Properties</source>
        <translation>Eigenschaften</translation>
    </message>
</context>
<context>
    <name>Question</name>
    <message>
        <source>Cancel</source>
        <translation>Abbrechen</translation>
    </message>
</context>
<context>
    <name>ResultHeader</name>
    <message>
        <source>Thumbnail size</source>
        <translation>Größe der Vorschaubilder</translation>
    </message>
    <message>
        <source>Thumbnail size (Ctrl+wheel)</source>
        <translation>Größe der Vorschaubilder (Strg+Mausrad)</translation>
    </message>
    <message>
        <source>Order: {order}</source>
        <translation>Reihenfolge: {order}</translation>
    </message>
    <message>
        <source>In which order photos are shown</source>
        <translation>In welcher Reihenfolge Fotos gezeigt werden</translation>
    </message>
    <message>
        <source>Show whole photos in rows</source>
        <translation>Ganze Fotos in Reihen zeigen</translation>
    </message>
    <message>
        <source>Show photos as squares</source>
        <translation>Fotos als Quadrate zeigen</translation>
    </message>
    <message>
        <source>Newest first</source>
        <translation>Neueste zuerst</translation>
    </message>
    <message>
        <source>Oldest first</source>
        <translation>Älteste zuerst</translation>
    </message>
    <message>
        <source>Last added first</source>
        <translation>Zuletzt hinzugefügte zuerst</translation>
    </message>
</context>
<context>
    <name>SearchBar</name>
    <message>
        <source>Search photos</source>
        <translation>Fotos suchen</translation>
    </message>
    <message>
        <source>Save this search</source>
        <translation>Diese Suche speichern</translation>
    </message>
    <message>
        <source>Save this search (Ctrl+S)</source>
        <translation>Diese Suche speichern (Strg+S)</translation>
    </message>
    <message>
        <source>Clear the search</source>
        <translation>Suche leeren</translation>
    </message>
    <message>
        <source>Clear (Esc)</source>
        <translation>Leeren (Esc)</translation>
    </message>
    <message>
        <source>This search is saved</source>
        <translation>Diese Suche ist gespeichert</translation>
    </message>
    <message>
        <source>Add words</source>
        <translation>Wörter hinzufügen</translation>
    </message>
    <message>
        <source>Describe a photo: a dog running on the beach</source>
        <translation>Beschreiben Sie ein Foto: ein Hund läuft am Strand</translation>
    </message>
</context>
<context>
    <name>SearchDesk</name>
    <message>
        <source>dropped picture</source>
        <translation>abgelegtes Bild</translation>
    </message>
    <message>
        <source>Save search</source>
        <translation>Suche speichern</translation>
    </message>
    <message>
        <source>Name of the search</source>
        <translation>Name der Suche</translation>
    </message>
    <message>
        <source>Save</source>
        <translation>Speichern</translation>
    </message>
</context>
<context>
    <name>Setting</name>
    <message>
        <source>Appearance</source>
        <translation>Aussehen</translation>
    </message>
    <message>
        <source>Window</source>
        <translation>Fenster</translation>
    </message>
    <message>
        <source>This computer</source>
        <translation>Dieser Computer</translation>
    </message>
    <message>
        <source>Looking for photos</source>
        <translation>Suche nach Fotos</translation>
    </message>
    <message>
        <source>Limits for one picture</source>
        <translation>Grenzen für ein einzelnes Bild</translation>
    </message>
    <message>
        <source>Downloads</source>
        <translation>Downloads</translation>
    </message>
    <message>
        <source>Colours</source>
        <translation>Farben</translation>
    </message>
    <message>
        <source>As the system</source>
        <translation>Wie das System</translation>
    </message>
    <message>
        <source>Light</source>
        <translation>Hell</translation>
    </message>
    <message>
        <source>Dark</source>
        <translation>Dunkel</translation>
    </message>
    <message>
        <source>Thumbnails</source>
        <translation>Vorschaubilder</translation>
    </message>
    <message>
        <source>Squares</source>
        <translation>Quadrate</translation>
    </message>
    <message>
        <source>Whole pictures in rows</source>
        <translation>Ganze Bilder in Reihen</translation>
    </message>
    <message>
        <source>Size of thumbnails</source>
        <translation>Größe der Vorschaubilder</translation>
    </message>
    <message>
        <source>Language</source>
        <translation>Sprache</translation>
    </message>
    <message>
        <source>Keep running when the window is closed</source>
        <translation>Weiterlaufen, wenn das Fenster geschlossen wird</translation>
    </message>
    <message>
        <source>VisionQuery stays beside the clock and goes on indexing. Ctrl+Q quits.</source>
        <translation>VisionQuery bleibt neben der Uhr und indiziert weiter. Strg+Q beendet es.</translation>
    </message>
    <message>
        <source>Tell when a long indexing is done</source>
        <translation>Melden, wenn eine lange Indizierung fertig ist</translation>
    </message>
    <message>
        <source>With a message of the desktop, while another window is in front.</source>
        <translation>Mit einer Nachricht der Arbeitsfläche, solange ein anderes Fenster vorne ist.</translation>
    </message>
    <message>
        <source>Remember what I searched for</source>
        <translation>Merken, wonach ich gesucht habe</translation>
    </message>
    <message>
        <source>Recent searches are offered below the search box. They stay on this computer.</source>
        <translation>Letzte Suchen werden unter dem Suchfeld angeboten. Sie bleiben auf diesem Computer.</translation>
    </message>
    <message>
        <source>While indexing</source>
        <translation>Beim Indizieren</translation>
    </message>
    <message>
        <source>In the background, other programs go first and indexing uses what they leave.</source>
        <translation>Im Hintergrund haben andere Programme Vorrang, und die Indizierung nimmt, was sie übrig lassen.</translation>
    </message>
    <message>
        <source>Stay in the background</source>
        <translation>Im Hintergrund bleiben</translation>
    </message>
    <message>
        <source>Run faster</source>
        <translation>Schneller arbeiten</translation>
    </message>
    <message>
        <source>Processor cores to use</source>
        <translation>Prozessorkerne, die genutzt werden</translation>
    </message>
    <message>
        <source>Fewer keep the computer cool and quiet; indexing takes longer.</source>
        <translation>Weniger halten den Computer kühl und leise; die Indizierung dauert länger.</translation>
    </message>
    <message>
        <source>All</source>
        <translation>Alle</translation>
    </message>
    <message>
        <source>On battery</source>
        <translation>Im Akkubetrieb</translation>
    </message>
    <message>
        <source>Index in the background</source>
        <translation>Im Hintergrund indizieren</translation>
    </message>
    <message>
        <source>Wait for the mains</source>
        <translation>Auf das Stromnetz warten</translation>
    </message>
    <message>
        <source>Index as on the mains</source>
        <translation>Wie am Stromnetz indizieren</translation>
    </message>
    <message>
        <source>Indexing paused</source>
        <translation>Indizierung angehalten</translation>
    </message>
    <message>
        <source>Find videos too</source>
        <translation>Auch Videos finden</translation>
    </message>
    <message>
        <source>Names to ignore</source>
        <translation>Namen, die übergangen werden</translation>
    </message>
    <message>
        <source>Files and folders with such a name are never looked at. * stands for any characters, ? for one.</source>
        <translation>Dateien und Ordner mit einem solchen Namen werden nie angesehen. * steht für beliebige Zeichen, ? für eines.</translation>
    </message>
    <message>
        <source>A video is found by what its pictures show, and plays in your own player.</source>
        <translation>Ein Video wird nach dem gefunden, was seine Bilder zeigen, und in Ihrem eigenen Player abgespielt.</translation>
    </message>
    <message>
        <source>Look again every</source>
        <translation>Neu nachsehen alle</translation>
    </message>
    <message>
        <source>For folders that cannot tell of changes, as on a network.</source>
        <translation>Für Ordner, die Änderungen nicht melden können, etwa im Netz.</translation>
    </message>
    <message>
        <source>minutes</source>
        <translation>Minuten</translation>
    </message>
    <message>
        <source>Remember deleted photos for</source>
        <translation>Gelöschte Fotos im Gedächtnis behalten</translation>
    </message>
    <message>
        <source>A photo that comes back within this time keeps its rating and needs no new work.</source>
        <translation>Ein Foto, das in dieser Zeit wiederkommt, behält seine Bewertung und macht keine neue Arbeit.</translation>
    </message>
    <message>
        <source>days</source>
        <translation>Tage</translation>
    </message>
    <message>
        <source>Largest picture</source>
        <translation>Größtes Bild</translation>
    </message>
    <message>
        <source>Larger pictures are listed as problems instead of being decoded.</source>
        <translation>Größere Bilder stehen unter den Problemen, statt dekodiert zu werden.</translation>
    </message>
    <message>
        <source>megapixels</source>
        <translation>Megapixel</translation>
    </message>
    <message>
        <source>Time</source>
        <translation>Zeit</translation>
    </message>
    <message>
        <source>seconds</source>
        <translation>Sekunden</translation>
    </message>
    <message>
        <source>Memory</source>
        <translation>Arbeitsspeicher</translation>
    </message>
    <message>
        <source>MiB</source>
        <translation>MiB</translation>
    </message>
    <message>
        <source>Model</source>
        <translation>Modell</translation>
    </message>
    <message>
        <source>The model that turns pictures and words into vectors.</source>
        <translation>Das Modell, das aus Bildern und Wörtern Vektoren macht.</translation>
    </message>
    <message>
        <source>Model that answers</source>
        <translation>Modell, das antwortet</translation>
    </message>
    <message>
        <source>Until the chosen model covers the library; empty where it is the chosen one.</source>
        <translation>Bis das gewählte Modell die Bibliothek abdeckt; leer, wo es das gewählte ist.</translation>
    </message>
    <message>
        <source>Compute on</source>
        <translation>Rechnen auf</translation>
    </message>
    <message>
        <source>What is fastest here</source>
        <translation>Was hier am schnellsten ist</translation>
    </message>
    <message>
        <source>Graphics card (CUDA)</source>
        <translation>Grafikkarte (CUDA)</translation>
    </message>
    <message>
        <source>Apple graphics (MPS)</source>
        <translation>Apple-Grafik (MPS)</translation>
    </message>
    <message>
        <source>Processor</source>
        <translation>Prozessor</translation>
    </message>
    <message>
        <source>Proxy</source>
        <translation>Proxy</translation>
    </message>
    <message>
        <source>For downloads. Empty: what the system&apos;s environment says.</source>
        <translation>Für Downloads. Leer: was die Umgebung des Systems sagt.</translation>
    </message>
    <message>
        <source>Mirror</source>
        <translation>Spiegelserver</translation>
    </message>
    <message>
        <source>A server that models are fetched from instead of huggingface.co.</source>
        <translation>Ein Server, von dem Modelle statt von huggingface.co geholt werden.</translation>
    </message>
</context>
<context>
    <name>SettingsDialog</name>
    <message>
        <source>Settings</source>
        <translation>Einstellungen</translation>
    </message>
    <message>
        <source>Pages</source>
        <translation>Seiten</translation>
    </message>
    <message>
        <source>This desktop has no place beside the clock for programs.</source>
        <translation>Diese Arbeitsfläche hat neben der Uhr keinen Platz für Programme.</translation>
    </message>
    <message>
        <source>VisionQuery speaks it from its next start on.</source>
        <translation>VisionQuery spricht sie ab dem nächsten Start.</translation>
    </message>
    <message>
        <source>General</source>
        <translation>Allgemein</translation>
    </message>
    <message>
        <source>Indexing</source>
        <translation>Indizierung</translation>
    </message>
    <message>
        <source>Models</source>
        <translation>Modelle</translation>
    </message>
    <message>
        <source>Storage</source>
        <translation>Speicherplatz</translation>
    </message>
    <message>
        <source>Privacy</source>
        <translation>Datenschutz</translation>
    </message>
</context>
<context>
    <name>Sidebar</name>
    <message>
        <source>All photos</source>
        <translation>Alle Fotos</translation>
    </message>
    <message>
        <source>Favourites</source>
        <translation>Favoriten</translation>
    </message>
    <message>
        <source>Recently added</source>
        <translation>Neu hinzugefügt</translation>
    </message>
    <message>
        <source>Hidden</source>
        <translation>Ausgeblendet</translation>
    </message>
    <message>
        <source>Problems</source>
        <translation>Probleme</translation>
    </message>
    <message>
        <source>Looking for photos…</source>
        <translation>Fotos werden gesucht …</translation>
    </message>
    <message>
        <source>Not connected</source>
        <translation>Nicht angeschlossen</translation>
    </message>
    <message>
        <source>Cannot be read</source>
        <translation>Nicht lesbar</translation>
    </message>
    <message>
        <source>in {folder}</source>
        <translation>in {folder}</translation>
    </message>
    <message>
        <source>New photos appear by themselves.</source>
        <translation>Neue Fotos erscheinen von selbst.</translation>
    </message>
    <message>
        <source>Looked at again every few minutes.</source>
        <translation>Wird alle paar Minuten neu angesehen.</translation>
    </message>
    <message>
        <source>Add folder</source>
        <translation>Ordner hinzufügen</translation>
    </message>
    <message>
        <source>Search the photos of another folder too (Ctrl+Shift+O)</source>
        <translation>Auch die Fotos eines weiteren Ordners durchsuchen (Strg+Umschalt+O)</translation>
    </message>
    <message>
        <source>Folders</source>
        <translation>Ordner</translation>
    </message>
    <message>
        <source>Saved searches</source>
        <translation>Gespeicherte Suchen</translation>
    </message>
</context>
<context>
    <name>SidebarDesk</name>
    <message>
        <source>Search</source>
        <translation>Suchen</translation>
    </message>
    <message>
        <source>Rename…</source>
        <translation>Umbenennen …</translation>
    </message>
    <message>
        <source>Delete</source>
        <translation>Löschen</translation>
    </message>
    <message>
        <source>Show in file manager</source>
        <translation>In der Dateiverwaltung zeigen</translation>
    </message>
    <message>
        <source>Look for new photos</source>
        <translation>Nach neuen Fotos sehen</translation>
    </message>
    <message>
        <source>This folder moved…</source>
        <translation>Dieser Ordner ist umgezogen …</translation>
    </message>
    <message>
        <source>Remove from the library</source>
        <translation>Aus der Bibliothek entfernen</translation>
    </message>
    <message>
        <source>The search “{name}” was deleted.</source>
        <translation>Die Suche „{name}“ wurde gelöscht.</translation>
    </message>
    <message>
        <source>Rename search</source>
        <translation>Suche umbenennen</translation>
    </message>
    <message>
        <source>Name of the search</source>
        <translation>Name der Suche</translation>
    </message>
    <message>
        <source>Rename</source>
        <translation>Umbenennen</translation>
    </message>
</context>
<context>
    <name>Spinner</name>
    <message>
        <source>Searching</source>
        <translation>Suche läuft</translation>
    </message>
</context>
<context>
    <name>StarRating</name>
    <message>
        <source>Rating</source>
        <translation>Bewertung</translation>
    </message>
    <message>
        <source>Rating: 0 to 5 stars</source>
        <translation>Bewertung: 0 bis 5 Sterne</translation>
    </message>
</context>
<context>
    <name>StoragePage</name>
    <message>
        <source>Show this folder in the file manager</source>
        <translation>Diesen Ordner in der Dateiverwaltung zeigen</translation>
    </message>
    <message>
        <source>Show folder</source>
        <translation>Ordner zeigen</translation>
    </message>
    <message>
        <source>Clear thumbnails</source>
        <translation>Vorschaubilder löschen</translation>
    </message>
    <message>
        <source>Delete all thumbnails; they are made again as you look at your photos</source>
        <translation>Alle Vorschaubilder löschen; sie entstehen neu, wenn Sie Ihre Fotos ansehen</translation>
    </message>
    <message>
        <source>Where VisionQuery keeps its data</source>
        <translation>Wo VisionQuery seine Daten hat</translation>
    </message>
    <message>
        <source>Your photos stay where they are; nothing is ever written beside them.</source>
        <translation>Ihre Fotos bleiben, wo sie sind; daneben wird nie etwas geschrieben.</translation>
    </message>
    <message>
        <source>Room on the disk</source>
        <translation>Platz auf der Festplatte</translation>
    </message>
    <message>
        <source>Library</source>
        <translation>Bibliothek</translation>
    </message>
    <message>
        <source>What is known of your photos, and your marks and searches.</source>
        <translation>Was über Ihre Fotos bekannt ist, Ihre Markierungen und Suchen.</translation>
    </message>
    <message>
        <source>Thumbnails</source>
        <translation>Vorschaubilder</translation>
    </message>
    <message>
        <source>Small pictures for the grid.</source>
        <translation>Kleine Bilder für die Übersicht.</translation>
    </message>
    <message>
        <source>Search index</source>
        <translation>Suchindex</translation>
    </message>
    <message>
        <source>Makes searching large libraries fast.</source>
        <translation>Macht die Suche in großen Bibliotheken schnell.</translation>
    </message>
    <message>
        <source>Models</source>
        <translation>Modelle</translation>
    </message>
    <message>
        <source>What you had downloaded or imported.</source>
        <translation>Was Sie herunterladen oder importieren ließen.</translation>
    </message>
    <message>
        <source>Copies</source>
        <translation>Sicherungskopien</translation>
    </message>
    <message>
        <source>Of the library, made before an upgrade.</source>
        <translation>Der Bibliothek, vor einer Aktualisierung gemacht.</translation>
    </message>
    <message>
        <source>Logs</source>
        <translation>Protokolle</translation>
    </message>
    <message>
        <source>What the program did, for when something goes wrong.</source>
        <translation>Was das Programm tat, falls etwas schiefgeht.</translation>
    </message>
    <message>
        <source>Together</source>
        <translation>Zusammen</translation>
    </message>
</context>
<context>
    <name>SuggestionList</name>
    <message>
        <source>Suggestions</source>
        <translation>Vorschläge</translation>
    </message>
    <message>
        <source>Clear history</source>
        <translation>Verlauf löschen</translation>
    </message>
    <message>
        <source>Keep no history</source>
        <translation>Keinen Verlauf behalten</translation>
    </message>
    <message>
        <source>Keep history</source>
        <translation>Verlauf behalten</translation>
    </message>
</context>
<context>
    <name>Text</name>
    <message>
        <source>Such as {example}</source>
        <translation>Etwa {example}</translation>
    </message>
</context>
<context>
    <name>Trashing</name>
    <message>
        <source>Move “{name}” to the trash?</source>
        <translation>„{name}“ in den Papierkorb legen?</translation>
    </message>
    <message numerus="yes">
        <source>Move %n photo(s) to the trash?</source>
        <translation>
            <numerusform>%Ln Foto in den Papierkorb legen?</numerusform>
            <numerusform>%Ln Fotos in den Papierkorb legen?</numerusform>
        </translation>
    </message>
    <message>
        <source>Move to trash</source>
        <translation>In den Papierkorb</translation>
    </message>
    <message>
        <source>The files themselves go to the trash of this computer, with the video of a Live Photo. You can take them back from there.</source>
        <translation>Die Dateien selbst kommen in den Papierkorb dieses Computers, mit dem Video eines Live-Fotos. Von dort können Sie sie zurückholen.</translation>
    </message>
    <message numerus="yes">
        <source>%n photo(s) moved to the trash.</source>
        <translation>
            <numerusform>%Ln Foto in den Papierkorb gelegt.</numerusform>
            <numerusform>%Ln Fotos in den Papierkorb gelegt.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n photo(s) could not be moved to the trash.</source>
        <translation>
            <numerusform>%Ln Foto konnte nicht in den Papierkorb gelegt werden.</numerusform>
            <numerusform>%Ln Fotos konnten nicht in den Papierkorb gelegt werden.</numerusform>
        </translation>
    </message>
    <message>
        <source>Show why</source>
        <translation>Warum?</translation>
    </message>
</context>
<context>
    <name>Tray</name>
    <message>
        <source>Open VisionQuery</source>
        <translation>VisionQuery öffnen</translation>
    </message>
    <message>
        <source>Pause indexing</source>
        <translation>Indizierung anhalten</translation>
    </message>
    <message>
        <source>Quit</source>
        <translation>Beenden</translation>
    </message>
    <message>
        <source>Resume indexing</source>
        <translation>Indizierung fortsetzen</translation>
    </message>
</context>
<context>
    <name>Undo</name>
    <message>
        <source>Undo</source>
        <translation>Rückgängig</translation>
    </message>
</context>
<context>
    <name>UpdateCheck</name>
    <message>
        <source>Looking for a newer version…</source>
        <translation>Es wird nach einer neueren Version gesucht …</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>Noch einmal versuchen</translation>
    </message>
    <message>
        <source>VisionQuery {version} is there; this is {installed}.</source>
        <translation>VisionQuery {version} ist da; dies ist {installed}.</translation>
    </message>
    <message>
        <source>Show it in the browser</source>
        <translation>Im Browser zeigen</translation>
    </message>
    <message>
        <source>Nothing is installed by itself. Your library stays as it is.</source>
        <translation>Von selbst wird nichts installiert. Ihre Bibliothek bleibt, wie sie ist.</translation>
    </message>
    <message>
        <source>VisionQuery {installed} is the newest version.</source>
        <translation>VisionQuery {installed} ist die neueste Version.</translation>
    </message>
</context>
<context>
    <name>Viewer</name>
    <message>
        <source>Photo</source>
        <translation>Foto</translation>
    </message>
    <message>
        <source>Previous photo</source>
        <translation>Voriges Foto</translation>
    </message>
    <message>
        <source>Next photo</source>
        <translation>Nächstes Foto</translation>
    </message>
    <message>
        <source>Reading the picture…</source>
        <translation>Das Bild wird gelesen …</translation>
    </message>
    <message>
        <source>Play in your video player (P)</source>
        <translation>In Ihrem Videoplayer abspielen (P)</translation>
    </message>
</context>
<context>
    <name>ViewerBar</name>
    <message>
        <source>Back to the photos (Esc)</source>
        <translation>Zurück zu den Fotos (Esc)</translation>
    </message>
    <message>
        <source>Favourite (.)</source>
        <translation>Favorit (.)</translation>
    </message>
    <message>
        <source>Whole picture or its own size (Z)</source>
        <translation>Ganzes Bild oder seine eigene Größe (Z)</translation>
    </message>
    <message>
        <source>Fit · {percent}</source>
        <translation>Eingepasst · {percent}</translation>
    </message>
    <message>
        <source>Slideshow (S)</source>
        <translation>Diaschau (S)</translation>
    </message>
    <message>
        <source>Full screen (F)</source>
        <translation>Vollbild (F)</translation>
    </message>
    <message>
        <source>Details (I)</source>
        <translation>Details (I)</translation>
    </message>
    <message>
        <source>{row} of {count}</source>
        <translation>{row} von {count}</translation>
    </message>
    <message>
        <source>{percent}%</source>
        <translation>{percent} %</translation>
    </message>
    <message numerus="yes">
        <source>%n second(s) a photo</source>
        <translation>
            <numerusform>%Ln Sekunde je Foto</numerusform>
            <numerusform>%Ln Sekunden je Foto</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>WelcomePage</name>
    <message>
        <source>Type what you remember,
find the photo.</source>
        <translation>Tippen Sie, woran Sie sich erinnern,
und finden Sie das Foto.</translation>
    </message>
    <message>
        <source>Choose a folder and start searching while it is being read.
Your photos stay where they are, and nothing leaves this computer.</source>
        <translation>Wählen Sie einen Ordner und suchen Sie schon, während er gelesen wird.
Ihre Fotos bleiben, wo sie sind, und nichts verlässt diesen Computer.</translation>
    </message>
    <message>
        <source>Choose another folder…</source>
        <translation>Einen anderen Ordner wählen …</translation>
    </message>
    <message>
        <source>Or drop a folder on this window.</source>
        <translation>Oder legen Sie einen Ordner auf diesem Fenster ab.</translation>
    </message>
    <message>
        <source>Choose a folder…</source>
        <translation>Einen Ordner wählen …</translation>
    </message>
    <message>
        <source>Search my {name} folder</source>
        <translation>Meinen Ordner {name} durchsuchen</translation>
    </message>
</context>
<context>
    <name>Worker</name>
    <message>
        <source>Paused: on battery</source>
        <translation>Angehalten: Akkubetrieb</translation>
    </message>
    <message>
        <source>A saved search needs a name.</source>
        <translation>Eine gespeicherte Suche braucht einen Namen.</translation>
    </message>
    <message>
        <source>Add it again.</source>
        <translation>Fügen Sie ihn noch einmal hinzu.</translation>
    </message>
    <message>
        <source>Add the folder that it lies in.</source>
        <translation>Fügen Sie den Ordner hinzu, in dem sie liegt.</translation>
    </message>
    <message>
        <source>Another drive is in the place of the one with these photos.</source>
        <translation>An der Stelle des Laufwerks mit diesen Fotos ist ein anderes.</translation>
    </message>
    <message>
        <source>Ask for access on the model&apos;s page, download its files with a browser, and import the folder.</source>
        <translation>Bitten Sie auf der Seite des Modells um Zugang, laden Sie die Dateien mit einem Browser herunter und importieren Sie den Ordner.</translation>
    </message>
    <message>
        <source>Built in, small and quick: 64% of Flickr8k&apos;s captions find their photo among the first five.</source>
        <translation>Eingebaut, klein und schnell: 64 % der Bildunterschriften von Flickr8k finden ihr Foto unter den ersten fünf.</translation>
    </message>
    <message>
        <source>Check how it is spelled.</source>
        <translation>Prüfen Sie die Schreibweise.</translation>
    </message>
    <message>
        <source>Check its name.</source>
        <translation>Prüfen Sie den Namen.</translation>
    </message>
    <message>
        <source>Check its permissions.</source>
        <translation>Prüfen Sie die Zugriffsrechte.</translation>
    </message>
    <message>
        <source>Check that its disk is connected and sound, and that you may write to its folder.</source>
        <translation>Prüfen Sie, ob das Laufwerk angeschlossen und in Ordnung ist und ob Sie in den Ordner schreiben dürfen.</translation>
    </message>
    <message>
        <source>Check the connection to the internet, then go on with the download.</source>
        <translation>Prüfen Sie die Verbindung zum Internet und setzen Sie dann den Download fort.</translation>
    </message>
    <message>
        <source>Check the date of this computer. In a company&apos;s network, its certificate may have to be installed.</source>
        <translation>Prüfen Sie das Datum dieses Computers. Im Netz einer Firma muss vielleicht deren Zertifikat installiert werden.</translation>
    </message>
    <message>
        <source>Check the mirror in the settings.</source>
        <translation>Prüfen Sie den Spiegelserver in den Einstellungen.</translation>
    </message>
    <message>
        <source>Check the name. A mirror may not have every model.</source>
        <translation>Prüfen Sie den Namen. Ein Spiegelserver hat vielleicht nicht jedes Modell.</translation>
    </message>
    <message>
        <source>Check the name. Else download the files with a browser, and import the folder.</source>
        <translation>Prüfen Sie den Namen. Laden Sie sonst die Dateien mit einem Browser herunter und importieren Sie den Ordner.</translation>
    </message>
    <message>
        <source>Check the permissions of the data folder.</source>
        <translation>Prüfen Sie die Zugriffsrechte des Datenordners.</translation>
    </message>
    <message>
        <source>Check the proxy and the mirror in the settings.</source>
        <translation>Prüfen Sie den Proxy und den Spiegelserver in den Einstellungen.</translation>
    </message>
    <message>
        <source>Check the proxy and the mirror, or try again later.</source>
        <translation>Prüfen Sie den Proxy und den Spiegelserver oder versuchen Sie es später noch einmal.</translation>
    </message>
    <message>
        <source>Check the proxy in the settings.</source>
        <translation>Prüfen Sie den Proxy in den Einstellungen.</translation>
    </message>
    <message>
        <source>Choose a .safetensors file, or a model&apos;s folder.</source>
        <translation>Wählen Sie eine .safetensors-Datei oder den Ordner eines Modells.</translation>
    </message>
    <message>
        <source>Choose a folder on a local disk with --data-dir.</source>
        <translation>Wählen Sie mit --data-dir einen Ordner auf einer lokalen Festplatte.</translation>
    </message>
    <message>
        <source>Choose a folder that has no photos in common with it.</source>
        <translation>Wählen Sie einen Ordner, der keine Fotos mit ihm gemeinsam hat.</translation>
    </message>
    <message>
        <source>Choose a folder that you may write to with --data-dir.</source>
        <translation>Wählen Sie mit --data-dir einen Ordner, in den Sie schreiben dürfen.</translation>
    </message>
    <message>
        <source>Choose a model with safetensors.</source>
        <translation>Wählen Sie ein Modell mit safetensors.</translation>
    </message>
    <message>
        <source>Choose a smaller one.</source>
        <translation>Wählen Sie ein kleineres.</translation>
    </message>
    <message>
        <source>Choose another --data-dir.</source>
        <translation>Wählen Sie ein anderes --data-dir.</translation>
    </message>
    <message>
        <source>Choose another file.</source>
        <translation>Wählen Sie eine andere Datei.</translation>
    </message>
    <message>
        <source>Choose another folder or a file.</source>
        <translation>Wählen Sie einen anderen Ordner oder eine Datei.</translation>
    </message>
    <message>
        <source>Choose another folder.</source>
        <translation>Wählen Sie einen anderen Ordner.</translation>
    </message>
    <message>
        <source>Choose another model in the settings, or install this one again.</source>
        <translation>Wählen Sie in den Einstellungen ein anderes Modell oder installieren Sie dieses noch einmal.</translation>
    </message>
    <message>
        <source>Choose another model, or another mirror.</source>
        <translation>Wählen Sie ein anderes Modell oder einen anderen Spiegelserver.</translation>
    </message>
    <message>
        <source>Choose another model.</source>
        <translation>Wählen Sie ein anderes Modell.</translation>
    </message>
    <message>
        <source>Choose another name.</source>
        <translation>Wählen Sie einen anderen Namen.</translation>
    </message>
    <message>
        <source>Choose another one first.</source>
        <translation>Wählen Sie erst ein anderes.</translation>
    </message>
    <message>
        <source>Choose another one.</source>
        <translation>Wählen Sie ein anderes.</translation>
    </message>
    <message>
        <source>Choose another program.</source>
        <translation>Wählen Sie ein anderes Programm.</translation>
    </message>
    <message>
        <source>Choose one in the file manager first.</source>
        <translation>Wählen Sie erst in der Dateiverwaltung eines aus.</translation>
    </message>
    <message>
        <source>Choose one.</source>
        <translation>Wählen Sie eines.</translation>
    </message>
    <message>
        <source>Choose the folder that they are in.</source>
        <translation>Wählen Sie den Ordner, in dem sie sind.</translation>
    </message>
    <message>
        <source>Close it and try again; searching works beside it.</source>
        <translation>Schließen Sie es und versuchen Sie es noch einmal; suchen lässt sich auch so.</translation>
    </message>
    <message>
        <source>Close other programs and try again.</source>
        <translation>Schließen Sie andere Programme und versuchen Sie es noch einmal.</translation>
    </message>
    <message>
        <source>Close other programs, or choose a smaller model in the settings.</source>
        <translation>Schließen Sie andere Programme oder wählen Sie in den Einstellungen ein kleineres Modell.</translation>
    </message>
    <message>
        <source>Close other programs, or choose a smaller model.</source>
        <translation>Schließen Sie andere Programme oder wählen Sie ein kleineres Modell.</translation>
    </message>
    <message>
        <source>Close other programs.</source>
        <translation>Schließen Sie andere Programme.</translation>
    </message>
    <message>
        <source>Close that program and try again.</source>
        <translation>Schließen Sie dieses Programm und versuchen Sie es noch einmal.</translation>
    </message>
    <message>
        <source>Connect it and try again.</source>
        <translation>Schließen Sie es an und versuchen Sie es noch einmal.</translation>
    </message>
    <message>
        <source>Delete it in the file manager.</source>
        <translation>Löschen Sie ihn in der Dateiverwaltung.</translation>
    </message>
    <message>
        <source>Delete the file in the file manager.</source>
        <translation>Löschen Sie die Datei in der Dateiverwaltung.</translation>
    </message>
    <message>
        <source>Empty the trash.</source>
        <translation>Leeren Sie den Papierkorb.</translation>
    </message>
    <message>
        <source>Fast and balanced: the one to begin with.</source>
        <translation>Schnell und ausgewogen: gut für den Anfang.</translation>
    </message>
    <message>
        <source>Finds more, for a computer with a graphics card.</source>
        <translation>Findet mehr, für einen Computer mit Grafikkarte.</translation>
    </message>
    <message>
        <source>Free some disk space and try again.</source>
        <translation>Schaffen Sie Platz auf der Festplatte und versuchen Sie es noch einmal.</translation>
    </message>
    <message>
        <source>Free some disk space, then go on.</source>
        <translation>Schaffen Sie Platz auf der Festplatte und fahren Sie dann fort.</translation>
    </message>
    <message>
        <source>Free some disk space.</source>
        <translation>Schaffen Sie Platz auf der Festplatte.</translation>
    </message>
    <message>
        <source>Free some disk space; nothing is lost, and indexing goes on from where it stopped.</source>
        <translation>Schaffen Sie Platz auf der Festplatte; nichts ist verloren, und die Indizierung geht weiter, wo sie aufgehört hat.</translation>
    </message>
    <message>
        <source>Free some disk space; what is there is kept.</source>
        <translation>Schaffen Sie Platz auf der Festplatte; was da ist, bleibt erhalten.</translation>
    </message>
    <message>
        <source>Give it as http://HOST:PORT.</source>
        <translation>Geben Sie ihn als http://SERVER:PORT an.</translation>
    </message>
    <message>
        <source>Give one from 0 to 5.</source>
        <translation>Geben Sie eine von 0 bis 5 an.</translation>
    </message>
    <message>
        <source>Give the mirror in the settings as https://HOST.</source>
        <translation>Geben Sie den Spiegelserver in den Einstellungen als https://SERVER an.</translation>
    </message>
    <message>
        <source>If it lies on a drive or a share, connect that and try again.</source>
        <translation>Wenn es auf einem Laufwerk oder einer Freigabe liegt, schließen Sie diese an und versuchen Sie es noch einmal.</translation>
    </message>
    <message>
        <source>Install VisionQuery again.</source>
        <translation>Installieren Sie VisionQuery noch einmal.</translation>
    </message>
    <message>
        <source>Install it again, or choose another model.</source>
        <translation>Installieren Sie es noch einmal oder wählen Sie ein anderes Modell.</translation>
    </message>
    <message>
        <source>Install the model again.</source>
        <translation>Installieren Sie das Modell noch einmal.</translation>
    </message>
    <message>
        <source>Install the newest version to open it; nothing was changed.</source>
        <translation>Installieren Sie die neueste Version, um sie zu öffnen; nichts wurde verändert.</translation>
    </message>
    <message>
        <source>It is built again at next start.</source>
        <translation>Er wird beim nächsten Start neu aufgebaut.</translation>
    </message>
    <message>
        <source>It is built in, or a folder of your own.</source>
        <translation>Es ist eingebaut oder ein eigener Ordner von Ihnen.</translation>
    </message>
    <message>
        <source>It is not there any more.</source>
        <translation>Es ist nicht mehr da.</translation>
    </message>
    <message>
        <source>It would be read without running any, and converted. Agree to that, or choose another file.</source>
        <translation>Sie würde gelesen, ohne eines auszuführen, und umgewandelt. Stimmen Sie dem zu oder wählen Sie eine andere Datei.</translation>
    </message>
    <message>
        <source>Its drive cannot be written to.</source>
        <translation>Auf sein Laufwerk kann nicht geschrieben werden.</translation>
    </message>
    <message>
        <source>Its drive has no trash that you may use.</source>
        <translation>Sein Laufwerk hat keinen Papierkorb, den Sie benutzen dürfen.</translation>
    </message>
    <message>
        <source>Its drive or share is not connected.</source>
        <translation>Sein Laufwerk oder seine Freigabe ist nicht angeschlossen.</translation>
    </message>
    <message>
        <source>Its files may have been replaced in part: download or copy the model again.</source>
        <translation>Seine Dateien wurden vielleicht zum Teil ersetzt: laden oder kopieren Sie das Modell noch einmal.</translation>
    </message>
    <message>
        <source>Its names look like ViT-B-32; the model&apos;s page usually tells.</source>
        <translation>Solche Namen sehen aus wie ViT-B-32; meist steht er auf der Seite des Modells.</translation>
    </message>
    <message>
        <source>Its photos are found without adding it again.</source>
        <translation>Seine Fotos werden gefunden, ohne dass Sie ihn noch einmal hinzufügen.</translation>
    </message>
    <message>
        <source>JPEG XL is not supported on this computer.</source>
        <translation>JPEG XL wird auf diesem Computer nicht unterstützt.</translation>
    </message>
    <message>
        <source>Make room there, or choose another folder.</source>
        <translation>Schaffen Sie dort Platz oder wählen Sie einen anderen Ordner.</translation>
    </message>
    <message>
        <source>Make the file and its folder writable, or choose another --data-dir.</source>
        <translation>Machen Sie die Datei und ihren Ordner beschreibbar oder wählen Sie ein anderes --data-dir.</translation>
    </message>
    <message>
        <source>Name the architecture as open_clip calls it, such as ViT-B-32; the model&apos;s page usually tells.</source>
        <translation>Nennen Sie die Architektur, wie open_clip sie nennt, etwa ViT-B-32; meist steht sie auf der Seite des Modells.</translation>
    </message>
    <message>
        <source>Name the right architecture of a bare checkpoint; else install it again, or choose another one.</source>
        <translation>Nennen Sie bei einem bloßen Checkpoint die richtige Architektur; sonst installieren Sie das Modell noch einmal oder wählen Sie ein anderes.</translation>
    </message>
    <message>
        <source>No file manager could be started.</source>
        <translation>Keine Dateiverwaltung ließ sich starten.</translation>
    </message>
    <message>
        <source>No model can be used.</source>
        <translation>Kein Modell kann verwendet werden.</translation>
    </message>
    <message>
        <source>No more processes can be started.</source>
        <translation>Es können keine weiteren Prozesse gestartet werden.</translation>
    </message>
    <message>
        <source>Nothing else needs this answer; ask again later.</source>
        <translation>Nichts anderes braucht diese Antwort; fragen Sie später noch einmal.</translation>
    </message>
    <message>
        <source>Open the file from its folder.</source>
        <translation>Öffnen Sie die Datei aus ihrem Ordner.</translation>
    </message>
    <message>
        <source>Permission to look into this folder is refused.</source>
        <translation>Die Erlaubnis, in diesen Ordner zu sehen, wird verweigert.</translation>
    </message>
    <message>
        <source>Permission to read the file is denied.</source>
        <translation>Die Erlaubnis, die Datei zu lesen, wird verweigert.</translation>
    </message>
    <message>
        <source>Please report it, with the log.</source>
        <translation>Bitte melden Sie es, mit dem Protokoll.</translation>
    </message>
    <message>
        <source>PostScript files are not supported.</source>
        <translation>PostScript-Dateien werden nicht unterstützt.</translation>
    </message>
    <message>
        <source>Put a copy from the backups folder or your own backup in its place, or rename it to start a new library: your photographs are not affected.</source>
        <translation>Legen Sie eine Kopie aus dem Ordner „backups“ oder Ihre eigene Sicherung an ihre Stelle, oder benennen Sie sie um, um eine neue Bibliothek zu beginnen: Ihre Fotos sind davon nicht betroffen.</translation>
    </message>
    <message>
        <source>Put them (tokenizer.json, tokenizer_config.json and, if there is one, config.json) beside the file.</source>
        <translation>Legen Sie sie (tokenizer.json, tokenizer_config.json und, wenn es sie gibt, config.json) neben die Datei.</translation>
    </message>
    <message>
        <source>SVG drawings are not supported.</source>
        <translation>SVG-Zeichnungen werden nicht unterstützt.</translation>
    </message>
    <message>
        <source>Searching and indexing stand still. Restart VisionQuery; `visionquery doctor` says more.</source>
        <translation>Suche und Indizierung stehen still. Starten Sie VisionQuery neu; „visionquery doctor“ sagt mehr.</translation>
    </message>
    <message>
        <source>See the list of models.</source>
        <translation>Sehen Sie in die Liste der Modelle.</translation>
    </message>
    <message>
        <source>See the log.</source>
        <translation>Sehen Sie in das Protokoll.</translation>
    </message>
    <message>
        <source>See the log; close other programs if memory is short.</source>
        <translation>Sehen Sie in das Protokoll; schließen Sie andere Programme, wenn der Speicher knapp ist.</translation>
    </message>
    <message>
        <source>See the settings&apos; description.</source>
        <translation>Sehen Sie in die Beschreibung der Einstellungen.</translation>
    </message>
    <message>
        <source>Sees smaller things in a picture.</source>
        <translation>Sieht kleinere Dinge in einem Bild.</translation>
    </message>
    <message>
        <source>Showing this picture failed.</source>
        <translation>Dieses Bild ließ sich nicht zeigen.</translation>
    </message>
    <message>
        <source>Some folders in it cannot be opened. What is known of their photos stays; check their permissions.</source>
        <translation>Einige Ordner darin lassen sich nicht öffnen. Was über deren Fotos bekannt ist, bleibt; prüfen Sie die Rechte.</translation>
    </message>
    <message>
        <source>Something changed it on the way. Try again; check the proxy and the mirror if it stays so.</source>
        <translation>Etwas hat sie unterwegs verändert. Versuchen Sie es noch einmal; prüfen Sie den Proxy und den Spiegelserver, wenn es so bleibt.</translation>
    </message>
    <message>
        <source>Something changes it on the way. Try again; check the proxy and the mirror if it stays so.</source>
        <translation>Etwas verändert sie unterwegs. Versuchen Sie es noch einmal; prüfen Sie den Proxy und den Spiegelserver, wenn es so bleibt.</translation>
    </message>
    <message>
        <source>Start VisionQuery again to use them.</source>
        <translation>Starten Sie VisionQuery neu, um sie zu verwenden.</translation>
    </message>
    <message>
        <source>Such names are OWNER/NAME.</source>
        <translation>Solche Namen haben die Form BESITZER/NAME.</translation>
    </message>
    <message>
        <source>Take that back with Undo, or wait a minute and try again.</source>
        <translation>Nehmen Sie das mit „Rückgängig“ zurück, oder warten Sie eine Minute und versuchen Sie es noch einmal.</translation>
    </message>
    <message>
        <source>The JPEG XL file holds no picture.</source>
        <translation>Die JPEG-XL-Datei enthält kein Bild.</translation>
    </message>
    <message>
        <source>The answer could not be read.</source>
        <translation>Die Antwort konnte nicht gelesen werden.</translation>
    </message>
    <message>
        <source>The background worker died twice over this.</source>
        <translation>Der Hintergrundprozess ist zweimal daran gescheitert.</translation>
    </message>
    <message>
        <source>The background worker keeps dying and is not started again.</source>
        <translation>Der Hintergrundprozess stürzt immer wieder ab und wird nicht mehr gestartet.</translation>
    </message>
    <message>
        <source>The best of these, in many languages. Wants a graphics card and memory.</source>
        <translation>Das beste von diesen, in vielen Sprachen. Es braucht eine Grafikkarte und Speicher.</translation>
    </message>
    <message>
        <source>The decoder crashed on this picture.</source>
        <translation>Der Decoder ist an diesem Bild abgestürzt.</translation>
    </message>
    <message>
        <source>The drive or share that belongs here is not connected: the folder is empty.</source>
        <translation>Das Laufwerk oder die Freigabe, die hierher gehört, ist nicht angeschlossen: der Ordner ist leer.</translation>
    </message>
    <message>
        <source>The drive or share with this folder is not connected.</source>
        <translation>Das Laufwerk oder die Freigabe mit diesem Ordner ist nicht angeschlossen.</translation>
    </message>
    <message>
        <source>The fastest of the large ones.</source>
        <translation>Das schnellste der großen.</translation>
    </message>
    <message>
        <source>The file changed while it was being read.</source>
        <translation>Die Datei änderte sich, während sie gelesen wurde.</translation>
    </message>
    <message>
        <source>The file holds only zeros: it was probably never copied completely.</source>
        <translation>Die Datei enthält nur Nullen: wahrscheinlich wurde sie nie ganz kopiert.</translation>
    </message>
    <message>
        <source>The file is cut short.</source>
        <translation>Die Datei ist abgeschnitten.</translation>
    </message>
    <message>
        <source>The file is empty.</source>
        <translation>Die Datei ist leer.</translation>
    </message>
    <message>
        <source>The file is not there any more.</source>
        <translation>Die Datei ist nicht mehr da.</translation>
    </message>
    <message>
        <source>The file says that the picture has no pixels.</source>
        <translation>Die Datei sagt, dass das Bild keine Pixel hat.</translation>
    </message>
    <message>
        <source>The first CLIP. Its authors released it under the MIT licence, for research in the first place.</source>
        <translation>Das erste CLIP. Seine Autoren gaben es unter der MIT-Lizenz frei, vor allem für die Forschung.</translation>
    </message>
    <message>
        <source>The graphics processor failed, so the processor encodes now.</source>
        <translation>Die Grafikkarte ist ausgefallen; jetzt rechnet der Prozessor.</translation>
    </message>
    <message>
        <source>The log says more.</source>
        <translation>Das Protokoll sagt mehr.</translation>
    </message>
    <message>
        <source>The model cannot make anything of this picture.</source>
        <translation>Das Modell kann mit diesem Bild nichts anfangen.</translation>
    </message>
    <message>
        <source>The model computes nothing usable.</source>
        <translation>Das Modell berechnet nichts Brauchbares.</translation>
    </message>
    <message>
        <source>The model was too much for this computer: the program that tried it out was ended.</source>
        <translation>Das Modell war zu viel für diesen Computer: das Programm, das es ausprobierte, wurde beendet.</translation>
    </message>
    <message>
        <source>The model&apos;s description is not one of open_clip&apos;s.</source>
        <translation>Die Beschreibung des Modells ist keine von open_clip.</translation>
    </message>
    <message>
        <source>The network may want you to sign in first, as in hotels and trains: open a page in your browser, then go on.</source>
        <translation>Vielleicht will das Netz, dass Sie sich erst anmelden, wie in Hotels und Zügen: öffnen Sie eine Seite in Ihrem Browser und fahren Sie dann fort.</translation>
    </message>
    <message>
        <source>The picture decoder could not be started.</source>
        <translation>Der Bilddecoder ließ sich nicht starten.</translation>
    </message>
    <message>
        <source>The picture needs more memory than one picture may have.</source>
        <translation>Das Bild braucht mehr Speicher, als ein Bild haben darf.</translation>
    </message>
    <message>
        <source>The picture unpacks to far more than its file can hold.</source>
        <translation>Das Bild wird entpackt viel größer, als seine Datei fassen kann.</translation>
    </message>
    <message>
        <source>The program failed here.</source>
        <translation>Hier hat das Programm versagt.</translation>
    </message>
    <message>
        <source>The program stopped three times while it read this file alone.</source>
        <translation>Das Programm brach dreimal ab, während es nur diese Datei las.</translation>
    </message>
    <message>
        <source>The proxy of the settings cannot be used.</source>
        <translation>Der Proxy der Einstellungen kann nicht verwendet werden.</translation>
    </message>
    <message>
        <source>The proxy wants a name and a password.</source>
        <translation>Der Proxy verlangt einen Namen und ein Passwort.</translation>
    </message>
    <message>
        <source>The system&apos;s trash did not take it.</source>
        <translation>Der Papierkorb des Systems nahm es nicht an.</translation>
    </message>
    <message>
        <source>The video is damaged, or was not copied completely.</source>
        <translation>Das Video ist beschädigt oder wurde nicht vollständig kopiert.</translation>
    </message>
    <message>
        <source>The video is damaged: no picture of it can be read.</source>
        <translation>Das Video ist beschädigt: Kein Bild daraus ist lesbar.</translation>
    </message>
    <message>
        <source>There is a file in the place of this folder.</source>
        <translation>An der Stelle dieses Ordners ist eine Datei.</translation>
    </message>
    <message>
        <source>There is no picture to compare with.</source>
        <translation>Es gibt kein Bild zum Vergleichen.</translation>
    </message>
    <message>
        <source>There is no room for it in the trash.</source>
        <translation>Im Papierkorb ist kein Platz dafür.</translation>
    </message>
    <message>
        <source>There is no room left for the model.</source>
        <translation>Für das Modell ist kein Platz mehr.</translation>
    </message>
    <message>
        <source>There is not enough memory to encode even one picture.</source>
        <translation>Der Speicher reicht nicht einmal für ein einziges Bild.</translation>
    </message>
    <message>
        <source>There is not enough memory to load this model.</source>
        <translation>Der Speicher reicht nicht, um dieses Modell zu laden.</translation>
    </message>
    <message>
        <source>There is nothing to search for.</source>
        <translation>Es gibt nichts, wonach zu suchen wäre.</translation>
    </message>
    <message>
        <source>There is sound in this file, and no picture.</source>
        <translation>In dieser Datei ist Ton, aber kein Bild.</translation>
    </message>
    <message>
        <source>There is too little memory to show this picture.</source>
        <translation>Der Speicher reicht nicht, um dieses Bild zu zeigen.</translation>
    </message>
    <message>
        <source>They would be read without running any, and converted. Agree to that, or choose another model.</source>
        <translation>Sie würden gelesen, ohne eines auszuführen, und umgewandelt. Stimmen Sie dem zu oder wählen Sie ein anderes Modell.</translation>
    </message>
    <message>
        <source>This Photoshop document holds layers only. Save it again with &apos;Maximize Compatibility&apos; to have it found.</source>
        <translation>Dieses Photoshop-Dokument enthält nur Ebenen. Speichern Sie es mit „Kompatibilität maximieren“ noch einmal, damit es gefunden wird.</translation>
    </message>
    <message>
        <source>This Photoshop document is compressed in a way that cannot be read.</source>
        <translation>Dieses Photoshop-Dokument ist auf eine Weise komprimiert, die nicht gelesen werden kann.</translation>
    </message>
    <message>
        <source>This Photoshop document is of a kind that cannot be read.</source>
        <translation>Dieses Photoshop-Dokument ist von einer Art, die nicht gelesen werden kann.</translation>
    </message>
    <message>
        <source>This RAW file is damaged, or of a camera not known yet.</source>
        <translation>Diese RAW-Datei ist beschädigt oder von einer noch unbekannten Kamera.</translation>
    </message>
    <message>
        <source>This folder cannot be restored any more.</source>
        <translation>Dieser Ordner kann nicht mehr wiederhergestellt werden.</translation>
    </message>
    <message>
        <source>This is a PDF document, not a picture.</source>
        <translation>Das ist ein PDF-Dokument, kein Bild.</translation>
    </message>
    <message>
        <source>This is a ZIP archive, not a picture.</source>
        <translation>Das ist ein ZIP-Archiv, kein Bild.</translation>
    </message>
    <message>
        <source>This is a folder, not a file.</source>
        <translation>Das ist ein Ordner, keine Datei.</translation>
    </message>
    <message>
        <source>This is a folder.</source>
        <translation>Das ist ein Ordner.</translation>
    </message>
    <message>
        <source>This is a macOS resource file that belongs to a picture, not a picture.</source>
        <translation>Das ist eine Ressourcendatei von macOS, die zu einem Bild gehört, kein Bild.</translation>
    </message>
    <message>
        <source>This is a sound file, not a picture.</source>
        <translation>Das ist eine Tondatei, kein Bild.</translation>
    </message>
    <message>
        <source>This is a web page that was saved under a picture&apos;s name.</source>
        <translation>Das ist eine Webseite, die unter dem Namen eines Bildes gespeichert wurde.</translation>
    </message>
    <message>
        <source>This is an XML file, not a picture.</source>
        <translation>Das ist eine XML-Datei, kein Bild.</translation>
    </message>
    <message>
        <source>This is not a picture in any format that can be read.</source>
        <translation>Das ist kein Bild in einem Format, das gelesen werden kann.</translation>
    </message>
    <message>
        <source>This is not an ordinary file.</source>
        <translation>Das ist keine gewöhnliche Datei.</translation>
    </message>
    <message>
        <source>This is slower, and nothing is lost. VisionQuery tries the device again at its next start.</source>
        <translation>Das ist langsamer, und nichts ist verloren. VisionQuery versucht es beim nächsten Start wieder mit dem Gerät.</translation>
    </message>
    <message>
        <source>This kind of TIFF file cannot be read.</source>
        <translation>Diese Art von TIFF-Datei kann nicht gelesen werden.</translation>
    </message>
    <message>
        <source>This library was written by a newer VisionQuery.</source>
        <translation>Diese Bibliothek wurde von einem neueren VisionQuery geschrieben.</translation>
    </message>
    <message>
        <source>This photo is not in the library any more.</source>
        <translation>Dieses Foto ist nicht mehr in der Bibliothek.</translation>
    </message>
    <message>
        <source>This photo was not indexed yet.</source>
        <translation>Dieses Foto wurde noch nicht indiziert.</translation>
    </message>
    <message>
        <source>This video is coded in a way that is not known here.</source>
        <translation>Dieses Video ist auf eine Weise kodiert, die hier nicht bekannt ist.</translation>
    </message>
    <message>
        <source>Try again later; what was downloaded is kept.</source>
        <translation>Versuchen Sie es später noch einmal; was geladen wurde, bleibt erhalten.</translation>
    </message>
    <message>
        <source>Type one.</source>
        <translation>Tippen Sie einen.</translation>
    </message>
    <message>
        <source>Type what the photo shows.</source>
        <translation>Tippen Sie, was das Foto zeigt.</translation>
    </message>
    <message>
        <source>Understands many languages and finds more.</source>
        <translation>Versteht viele Sprachen und findet mehr.</translation>
    </message>
    <message>
        <source>Understands many languages, and is quick with pictures.</source>
        <translation>Versteht viele Sprachen und ist schnell mit Bildern.</translation>
    </message>
    <message>
        <source>Understands many languages, nearly as fast as the fastest.</source>
        <translation>Versteht viele Sprachen und ist fast so schnell wie das schnellste.</translation>
    </message>
    <message>
        <source>Use another mirror, or none.</source>
        <translation>Verwenden Sie einen anderen Spiegelserver oder keinen.</translation>
    </message>
    <message>
        <source>VisionQuery is being closed.</source>
        <translation>VisionQuery wird geschlossen.</translation>
    </message>
    <message>
        <source>Wait until indexing reaches it, and ask again.</source>
        <translation>Warten Sie, bis die Indizierung dort ankommt, und fragen Sie noch einmal.</translation>
    </message>
    <message>
        <source>Waiting for room on the disk.</source>
        <translation>Wartet auf Platz auf der Festplatte.</translation>
    </message>
    <message>
        <source>Windows cannot ask for a program.</source>
        <translation>Windows kann nicht nach einem Programm fragen.</translation>
    </message>
</context>
<context>
    <name>_FailureList</name>
    <message>
        <source>Problems</source>
        <translation>Probleme</translation>
    </message>
</context>
<context>
    <name>badges</name>
    <message>
        <source>favourite</source>
        <translation>Favorit</translation>
    </message>
    <message numerus="yes">
        <source>rated %n of 5</source>
        <translation>
            <numerusform>mit %n von 5 bewertet</numerusform>
            <numerusform>mit %n von 5 bewertet</numerusform>
        </translation>
    </message>
    <message>
        <source>hidden</source>
        <translation>ausgeblendet</translation>
    </message>
    <message>
        <source>cannot be read</source>
        <translation>nicht lesbar</translation>
    </message>
    <message>
        <source>its drive is not connected</source>
        <translation>sein Laufwerk ist nicht angeschlossen</translation>
    </message>
    <message>
        <source>video, {length}</source>
        <translation>Video, {length}</translation>
    </message>
    <message>
        <source>video</source>
        <translation>Video</translation>
    </message>
    <message>
        <source>RAW</source>
        <translation>RAW</translation>
    </message>
    <message>
        <source>animation</source>
        <translation>Animation</translation>
    </message>
</context>
<context>
    <name>captions</name>
    <message>
        <source>“{text}” and similar photos</source>
        <translation>„{text}“ und ähnliche Fotos</translation>
    </message>
    <message>
        <source>Similar photos</source>
        <translation>Ähnliche Fotos</translation>
    </message>
    <message>
        <source>“{text}”</source>
        <translation>„{text}“</translation>
    </message>
    <message>
        <source>{asked} in {place}</source>
        <translation>{asked} in {place}</translation>
    </message>
    <message>
        <source>nothing stands out, these are closest</source>
        <translation>nichts sticht heraus, diese kommen am nächsten</translation>
    </message>
    <message>
        <source>No photo found</source>
        <translation>Kein Foto gefunden</translation>
    </message>
    <message>
        <source>Photos that are not indexed yet cannot be found. Try again in a while.</source>
        <translation>Fotos, die noch nicht indiziert sind, werden nicht gefunden. Versuchen Sie es nach einer Weile noch einmal.</translation>
    </message>
    <message>
        <source>Try other words: what is to be seen, where it is, what it looks like.</source>
        <translation>Versuchen Sie andere Wörter: was zu sehen ist, wo es ist, wie es aussieht.</translation>
    </message>
    <message>
        <source>No favourites yet</source>
        <translation>Noch keine Favoriten</translation>
    </message>
    <message>
        <source>Select a photo and press Ctrl+D to mark it; it is then found here.</source>
        <translation>Wählen Sie ein Foto aus und drücken Sie Strg+D, um es zu markieren; dann ist es hier zu finden.</translation>
    </message>
    <message>
        <source>Nothing new</source>
        <translation>Nichts Neues</translation>
    </message>
    <message>
        <source>Photos of the last 30 days are shown here.</source>
        <translation>Hier stehen die Fotos der letzten 30 Tage.</translation>
    </message>
    <message>
        <source>Looking for photos…</source>
        <translation>Fotos werden gesucht …</translation>
    </message>
    <message>
        <source>They appear here as they are found.</source>
        <translation>Sie erscheinen hier, sobald sie gefunden sind.</translation>
    </message>
    <message>
        <source>No photos here</source>
        <translation>Keine Fotos hier</translation>
    </message>
    <message>
        <source>New ones appear by themselves.</source>
        <translation>Neue erscheinen von selbst.</translation>
    </message>
    <message>
        <source>{part} indexed so far</source>
        <translation>{part} bisher indiziert</translation>
    </message>
</context>
<context>
    <name>closing</name>
    <message>
        <source>Close</source>
        <translation>Schließen</translation>
    </message>
</context>
<context>
    <name>headers</name>
    <message>
        <source>{month} {year}</source>
        <comment>heading above the photos of a month</comment>
        <translation>{month} {year}</translation>
    </message>
</context>
<context>
    <name>models</name>
    <message>
        <source>{size} on disk</source>
        <translation>{size} auf der Festplatte</translation>
    </message>
    <message>
        <source>{size} of memory</source>
        <translation>{size} Arbeitsspeicher</translation>
    </message>
    <message>
        <source>finds {share}% in the first five</source>
        <translation>findet {share} % unter den ersten fünf</translation>
    </message>
    <message>
        <source>many languages</source>
        <translation>viele Sprachen</translation>
    </message>
    <message>
        <source>{count} languages</source>
        <translation>{count} Sprachen</translation>
    </message>
    <message>
        <source>{times}× as fast as ViT-B-32</source>
        <translation>{times}-mal so schnell wie ViT-B-32</translation>
    </message>
    <message>
        <source>as fast as ViT-B-32</source>
        <translation>so schnell wie ViT-B-32</translation>
    </message>
    <message>
        <source>{times}× slower than ViT-B-32</source>
        <translation>{times}-mal langsamer als ViT-B-32</translation>
    </message>
    <message>
        <source>In use</source>
        <translation>In Gebrauch</translation>
    </message>
    <message>
        <source>In use · {share} of your photos read</source>
        <translation>In Gebrauch · {share} Ihrer Fotos gelesen</translation>
    </message>
    <message>
        <source>Answers until the new model is ready</source>
        <translation>Antwortet, bis das neue Modell bereit ist</translation>
    </message>
    <message>
        <source>Being made ready · {share} of your photos read</source>
        <translation>Wird vorbereitet · {share} Ihrer Fotos gelesen</translation>
    </message>
    <message>
        <source>{share}%</source>
        <translation>{share} %</translation>
    </message>
    <message>
        <source>Built in</source>
        <translation>Eingebaut</translation>
    </message>
    <message>
        <source>Here</source>
        <translation>Vorhanden</translation>
    </message>
    <message>
        <source>Here · knows {photos}</source>
        <translation>Vorhanden · kennt {photos}</translation>
    </message>
    <message>
        <source>{done} of {total}</source>
        <translation>{done} von {total}</translation>
    </message>
    <message>
        <source>Waiting for its turn</source>
        <translation>Wartet, bis es an der Reihe ist</translation>
    </message>
    <message>
        <source>Paused at {amount}</source>
        <translation>Angehalten bei {amount}</translation>
    </message>
    <message>
        <source>Checking what came…</source>
        <translation>Was ankam, wird geprüft …</translation>
    </message>
    <message>
        <source>{amount}/s</source>
        <translation>{amount}/s</translation>
    </message>
    <message>
        <source>Reading {photos} with it takes about {time}.</source>
        <translation>{photos} damit zu lesen dauert etwa {time}.</translation>
    </message>
    <message>
        <source>{minutes} min</source>
        <translation>{minutes} min</translation>
    </message>
    <message>
        <source>{hours} h</source>
        <translation>{hours} h</translation>
    </message>
    <message>
        <source>English only</source>
        <translation>nur Englisch</translation>
    </message>
</context>
<context>
    <name>suggestions</name>
    <message>
        <source>a folder</source>
        <translation>ein Ordner</translation>
    </message>
    <message>
        <source>a kind of file</source>
        <translation>eine Art von Datei</translation>
    </message>
    <message>
        <source>the camera it was taken with</source>
        <translation>die Kamera, mit der es aufgenommen wurde</translation>
    </message>
    <message>
        <source>the year it was taken in</source>
        <translation>das Jahr, in dem es aufgenommen wurde</translation>
    </message>
    <message>
        <source>taken before a date</source>
        <translation>vor einem Datum aufgenommen</translation>
    </message>
    <message>
        <source>taken after a date</source>
        <translation>nach einem Datum aufgenommen</translation>
    </message>
    <message>
        <source>favourite or hidden</source>
        <translation>Favorit oder ausgeblendet</translation>
    </message>
    <message>
        <source>a number of stars</source>
        <translation>eine Zahl von Sternen</translation>
    </message>
    <message>
        <source>when it came into the library</source>
        <translation>wann es in die Bibliothek kam</translation>
    </message>
    <message>
        <source>marked as a favourite</source>
        <translation>als Favorit markiert</translation>
    </message>
    <message>
        <source>hidden from results</source>
        <translation>aus Ergebnissen ausgeblendet</translation>
    </message>
    <message>
        <source>any camera&apos;s RAW file</source>
        <translation>RAW-Datei irgendeiner Kamera</translation>
    </message>
    <message>
        <source>any video</source>
        <translation>irgendein Video</translation>
    </message>
    <message>
        <source>{stars} stars or more</source>
        <translation>{stars} Sterne oder mehr</translation>
    </message>
    <message>
        <source>five stars</source>
        <translation>fünf Sterne</translation>
    </message>
    <message>
        <source>any star</source>
        <translation>irgendein Stern</translation>
    </message>
    <message>
        <source>not rated</source>
        <translation>nicht bewertet</translation>
    </message>
    <message>
        <source>since yesterday</source>
        <translation>seit gestern</translation>
    </message>
    <message>
        <source>in the last week</source>
        <translation>in der letzten Woche</translation>
    </message>
    <message>
        <source>in the last 30 days</source>
        <translation>in den letzten 30 Tagen</translation>
    </message>
    <message>
        <source>in the last year</source>
        <translation>im letzten Jahr</translation>
    </message>
</context>
<context>
    <name>wording</name>
    <message numerus="yes">
        <source>%n photo(s)</source>
        <translation>
            <numerusform>%Ln Foto</numerusform>
            <numerusform>%Ln Fotos</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n file(s)</source>
        <translation>
            <numerusform>%Ln Datei</numerusform>
            <numerusform>%Ln Dateien</numerusform>
        </translation>
    </message>
    <message>
        <source>under 0.01 s</source>
        <translation>unter 0,01 s</translation>
    </message>
    <message>
        <source>{seconds} s</source>
        <translation>{seconds} s</translation>
    </message>
    <message>
        <source>{rate} photos/s</source>
        <translation>{rate} Fotos/s</translation>
    </message>
    <message>
        <source>less than a minute left</source>
        <translation>weniger als eine Minute</translation>
    </message>
    <message>
        <source>{minutes} min left</source>
        <translation>noch {minutes} min</translation>
    </message>
    <message>
        <source>{hours} h {minutes} min left</source>
        <translation>noch {hours} h {minutes} min</translation>
    </message>
</context>
</TS>
