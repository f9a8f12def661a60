<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="de" sourcelanguage="en_GB">
<context>
    <name>AboutBox</name>
    <message>
        <source>About VisionQuery</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Type what you remember, find the photo. Everything happens on this computer: your photos are never changed, and nothing leaves it but a model that you ask to be downloaded.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>VisionQuery is free software: you may use, share and change it under the terms of the GNU General Public License, version 3 or any later one. It comes without any warranty.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Built with</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Version</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Licence</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Packages that VisionQuery is built with</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>Actions</name>
    <message>
        <source>Follow the system</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Light</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Dark</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Resume indexing</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Pause indexing</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>S&amp;how in results again</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Hide from results</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Copy pictures</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Copy picture</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Add folder…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Search the photos of another folder too</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Look for &amp;new photos</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Compare every folder with the disk again</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Stop reading photos until it is resumed</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Settings…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Colours, folders, processor use, models and privacy</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Close window</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Close the window, or put it into the tray where that is set</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Quit</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Close the window and stop indexing</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Undo</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Take the last change back</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Put the picture and its file on the clipboard</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Cop&amp;y path</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Put where the files lie on the clipboard, one a line</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Select &amp;all</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Select every photo that is shown</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Invert selection</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Select what is not selected, and the other way round</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Search</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Type what the photo shows</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Sa&amp;ve this search</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Keep what is asked in the sidebar, under a name</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Larger thumbnails</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Show fewer photos, each larger</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>S&amp;maller thumbnails</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Show more photos, each smaller</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Side&amp;bar</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Show the folders beside the photos</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Details</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Show what is known of the chosen photos beside them</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Menu b&amp;ar</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Show the menus above the window instead of behind a button</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Full screen</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Give the whole screen to the window</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>All me&amp;nus</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Open the menu by the keyboard</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Find &amp;similar</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Search for photos that look like this one</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;More like this</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Add the photo to the search, beside what is asked already</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Less like this</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Push photos like this one down in the search</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;View</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Look at the whole photo (Space or Enter)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Open</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Open in the program that this computer has for such files</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Sho&amp;w in file manager</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Open the folder that the file lies in</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Favourite</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Mark as a favourite, or not any more</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;No stars</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Take the rating away</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;1 star</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Rate with one star of five</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;2 stars</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Rate with two stars of five</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;3 stars</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Rate with three stars of five</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;4 stars</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Rate with four stars of five</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;5 stars</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Rate with five stars of five</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Leave out of every view and search; is:hidden finds it again</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Export copies…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Copy the files as they are into a folder</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Move to &amp;trash…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Put the files into the trash of this computer</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Properties</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What the file and its camera say of the photo</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Keyboard shortcuts</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Every command with its keys</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;About VisionQuery</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Version, licence, and what it is built from</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>ActivityLine</name>
    <message>
        <source>Indexing progress</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The background worker is not running</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Resume</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Pause</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Resume indexing</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Pause indexing</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Stay in the background</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Run faster</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Leave the processor to other programs</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Use the whole processor; other programs may become slower</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Starting…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Looking for photos…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Looking for photos · {count} found</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Indexing {done} of {total}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Paused at {done} of {total}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Paused</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Up to date · {photos}</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>Clipboard</name>
    <message numerus="yes">
        <source>%n file(s) copied. Paste them into a folder or another program.</source>
        <translation type="unfinished">
            <numerusform></numerusform>
            <numerusform></numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n path(s) copied.</source>
        <translation type="unfinished">
            <numerusform></numerusform>
            <numerusform></numerusform>
        </translation>
    </message>
    <message>
        <source>Picture copied.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The picture cannot be copied, only its file.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>Details</name>
    <message>
        <source>{seconds} s</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{reason} (score {score})</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Its drive is not connected</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The file is not there any more</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Waiting to be indexed</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{width} × {height}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{count} MP</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{length} mm</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>N</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>S</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>E</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>W</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{height} m</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Found by</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Problem</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>State</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Taken</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>File changed</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>File size</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Dimensions</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Format</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Camera</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Lens</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Exposure</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Place</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>DetailsPanel</name>
    <message>
        <source>Details</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Favourite</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Show in file manager</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <source>%n photo(s)</source>
        <translation type="unfinished">
            <numerusform></numerusform>
            <numerusform></numerusform>
        </translation>
    </message>
    <message>
        <source>Together</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This photo is not in the library any more.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No photo is selected.</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <source>and %n more</source>
        <translation type="unfinished">
            <numerusform></numerusform>
            <numerusform></numerusform>
        </translation>
    </message>
    <message>
        <source>Copies</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Copy coordinates</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>DropSign</name>
    <message>
        <source>Drop folders to add them, or a picture to find similar photos</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>ExampleChip</name>
    <message>
        <source>Less like {name}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Similar to {name}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Less like this</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>More like this</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Now: less like this. Click for more like this.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Now: more like this. Click for less like this.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Drop the example</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Drop the example (Delete)</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>ExamplePictures</name>
    <message>
        <source>pasted picture</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The pasted picture could not be kept.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Free some disk space and try again.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>Export</name>
    <message>
        <source>Another export is still running.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Wait for it, or stop it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <source>Export copies of %n photo(s)</source>
        <translation type="unfinished">
            <numerusform></numerusform>
            <numerusform></numerusform>
        </translation>
    </message>
    <message>
        <source>Copy here</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{done} of {total} · {name}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Stop</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Copying to {folder}</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <source>%n photo(s) copied to {folder}.</source>
        <translation type="unfinished">
            <numerusform></numerusform>
            <numerusform></numerusform>
        </translation>
    </message>
    <message>
        <source>Show in file manager</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <source>%n could not be read.</source>
        <translation type="unfinished">
            <numerusform></numerusform>
            <numerusform></numerusform>
        </translation>
    </message>
    <message>
        <source>Show why</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Nothing was copied.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Export copies</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>Failure</name>
    <message>
        <source>The file cannot be read</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The file is damaged</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This kind of file is not supported</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The picture is too large</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The file is empty</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Reading the picture took too long</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The picture needs too much memory</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The decoder crashed on this picture</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The file is still being written</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>FolderCommands</name>
    <message>
        <source>Add a folder of photos</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Where is “{name}” now?</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{path} is a link that leads back to itself.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Add the folder that it was meant to lead to.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>There is nothing at {path}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>It may have been moved, or its drive was taken out.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>“{name}” was removed from the library. Its files stay where they are.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Undo</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>HintLine</name>
    <message>
        <source>Show</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Close this hint</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>KeySheet</name>
    <message>
        <source>Keyboard shortcuts</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Moving about</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Search, from anywhere among the photos</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>just type</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Move from photo to photo</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Arrow keys</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Select a row of photos</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>First, last photo</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A screen up, down</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Look at a photo, and back</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>From part to part of the window</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Menu of a photo</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Search with a copied picture, in the search box</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>LongRuns</name>
    <message>
        <source>Indexing is done</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <source>%n photo(s) can be found now.</source>
        <translation type="unfinished">
            <numerusform></numerusform>
            <numerusform></numerusform>
        </translation>
    </message>
</context>
<context>
    <name>MainWindow</name>
    <message>
        <source>Menu</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Menu (F10)</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>Marking</name>
    <message numerus="yes">
        <source>%n photo(s) marked as favourite.</source>
        <translation type="unfinished">
            <numerusform></numerusform>
            <numerusform></numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n photo(s) no favourite(s) any more.</source>
        <translation type="unfinished">
            <numerusform></numerusform>
            <numerusform></numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n photo(s) rated.</source>
        <translation type="unfinished">
            <numerusform></numerusform>
            <numerusform></numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n rating(s) removed.</source>
        <translation type="unfinished">
            <numerusform></numerusform>
            <numerusform></numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n photo(s) hidden from the results.</source>
        <translation type="unfinished">
            <numerusform></numerusform>
            <numerusform></numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n photo(s) shown again.</source>
        <translation type="unfinished">
            <numerusform></numerusform>
            <numerusform></numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Menus</name>
    <message>
        <source>&amp;File</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Help</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Show in file manager</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Look for new photos</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Remove folder…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Photos</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Search and selection</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>View</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Library and program</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Edit</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;View</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Colours</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Photo</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Open w&amp;ith</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Rate</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>MiddleElided</name>
    <message>
        <source>Copy path</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>ModelCard</name>
    <message>
        <source>Download</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Fetch this model from the network</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Pause</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Stop the download and keep what is there</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Resume</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Go on with the download</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Download anyway…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Its file is of a kind that can do harm</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Stop the download and delete what is there</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Use</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Read all photos with it; until that is done, the one before answers</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Use now</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Search with it from now on, however few photos it has read</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Remove…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Delete its files</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>ModelHints</name>
    <message>
        <source>This model understands English only. A multilingual one can be downloaded.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Show models</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{model} has seen {part} of the photos. Until it has seen all, the one before it answers.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Use it now</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>ModelQuestions</name>
    <message>
        <source>Import a model from a folder</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Import a model from a file</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Checkpoints ({patterns})</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Trust the file of {title}?</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>It is in Python&apos;s pickle format, in which programs can be hidden. VisionQuery reads nothing but numbers from it, which should keep you safe; take it only from somebody whom you trust.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Trust it</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Remove {title}?</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Its files are deleted. It can be downloaded again.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Also forget what it has learnt about your photos</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Remove</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The architecture of {name}, as open_clip calls it (such as ViT-B-32):</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>ModelsPage</name>
    <message>
        <source>The list of models comes from the background worker, which is starting…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Name of a model on the Hugging Face hub</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Download</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Import</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Take in a model that lies on this computer</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>From a folder…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>From a file…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A model turns pictures and words into what can be compared. A larger one finds more and takes longer to read your photos, once; until it has read them all, the one before goes on answering.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Other models</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Any model of the Hugging Face hub that open_clip can load, by its name:</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Or one that was fetched elsewhere, from a folder or a checkpoint file:</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>NameDialog</name>
    <message>
        <source>Cancel</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>NamesEditor</name>
    <message>
        <source>Another name, such as *.tmp</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Name to add</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Add</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Remove</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Look at files and folders of the selected names again</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Reset</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Back to the names of a fresh installation</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>NoticeBar</name>
    <message>
        <source>Try again</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Close this message</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>Opening</name>
    <message>
        <source>Looking for programs…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Another program…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Open with another program</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>PhotoGrid</name>
    <message>
        <source>Photos</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>PhotoModel</name>
    <message>
        <source>photo {row} of {count}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Waiting to be indexed</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Its drive is not connected</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>PictureLoader</name>
    <message>
        <source>This photo is not in the library any more.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Its drive is not connected.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The file is not there any more.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>Presenter</name>
    <message>
        <source>Weaker matches</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>PrivacyPage</name>
    <message>
        <source>Forget recent searches</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>None so far.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>When</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What for</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Address</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Received</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Outcome</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Network requests</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What stays on this computer</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Every network request that was ever made</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>VisionQuery goes to the network for one thing only: a model that you ask to be downloaded.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Everything. Your photos are read where they are, and never changed, copied or sent anywhere.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What VisionQuery learns about them (their thumbnails, what is in their files, and numbers that stand for what they show) lies in its data folder. You find that on the page Storage, and may delete it at any time.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Nothing is counted, measured or reported to anybody.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>ProblemsPage</name>
    <message>
        <source>These files could not be read. Mend or replace them and try again, or leave them out of this list.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Read the files once more (R)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Show in file manager</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Open the folder that the file lies in (Enter)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>List them no more, until the files change (Delete)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>all</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Try again ({which})</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Ignore ({which})</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>Program</name>
    <message>
        <source>Try again</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{photos} selected</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>PropertiesDialog</name>
    <message>
        <source>Properties</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>Question</name>
    <message>
        <source>Cancel</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>ResultHeader</name>
    <message>
        <source>Thumbnail size</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Thumbnail size (Ctrl+wheel)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Order: {order}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>In which order photos are shown</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Show whole photos in rows</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Show photos as squares</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Newest first</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Oldest first</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Last added first</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>SearchBar</name>
    <message>
        <source>Search photos</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Save this search</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Save this search (Ctrl+S)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Clear the search</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Clear (Esc)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Add words</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Describe a photo: a dog running on the beach</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>SearchDesk</name>
    <message>
        <source>Save search</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Name of the search</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Save</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>Setting</name>
    <message>
        <source>Appearance</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Window</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This computer</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Looking for photos</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Limits for one picture</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Downloads</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Colours</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>As the system</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Light</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Dark</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Thumbnails</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Squares</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Whole pictures in rows</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Size of thumbnails</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Language</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Keep running when the window is closed</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>VisionQuery stays beside the clock and goes on indexing. Ctrl+Q quits.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Tell when a long indexing is done</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>With a message of the desktop, while another window is in front.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Remember what I searched for</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Recent searches are offered below the search box. They stay on this computer.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>While indexing</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>In the background, other programs go first and indexing uses what they leave.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Stay in the background</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Run faster</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Processor cores to use</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Fewer keep the computer cool and quiet; indexing takes longer.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>All</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>On battery</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Index in the background</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Wait for the mains</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Index as on the mains</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Indexing paused</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Names to ignore</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Files and folders with such a name are never looked at. * stands for any characters, ? for one.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Look again every</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>For folders that cannot tell of changes, as on a network.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>minutes</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Remember deleted photos for</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A photo that comes back within this time keeps its rating and needs no new work.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>days</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Largest picture</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Larger pictures are listed as problems instead of being decoded.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>megapixels</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Time</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>seconds</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Memory</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>MiB</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Model</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The model that turns pictures and words into vectors.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Model that answers</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Until the chosen model covers the library; empty where it is the chosen one.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Compute on</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What is fastest here</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Graphics card (CUDA)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Apple graphics (MPS)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Processor</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Proxy</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>For downloads. Empty: what the system&apos;s environment says.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Mirror</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A server that models are fetched from instead of huggingface.co.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>SettingsDialog</name>
    <message>
        <source>Settings</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Pages</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>VisionQuery speaks it from its next start on.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>General</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Indexing</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Models</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Storage</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Privacy</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>Sidebar</name>
    <message>
        <source>All photos</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Favourites</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Recently added</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Hidden</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Problems</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Looking for photos…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Not connected</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Cannot be read</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>in {folder}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>New photos appear by themselves.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Looked at again every few minutes.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Add folder</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Search the photos of another folder too (Ctrl+Shift+O)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Folders</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Saved searches</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>SidebarDesk</name>
    <message>
        <source>Search</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Rename…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Delete</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Show in file manager</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Look for new photos</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This folder moved…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Remove from the library</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The search “{name}” was deleted.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Undo</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Rename search</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Name of the search</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Rename</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>Spinner</name>
    <message>
        <source>Searching</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>StarRating</name>
    <message>
        <source>Rating</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Rating: 0 to 5 stars</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>StoragePage</name>
    <message>
        <source>Show this folder in the file manager</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Show folder</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Clear thumbnails</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Delete all thumbnails; they are made again as you look at your photos</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Where VisionQuery keeps its data</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Your photos stay where they are; nothing is ever written beside them.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Room on the disk</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Library</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What is known of your photos, and your marks and searches.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Thumbnails</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Small pictures for the grid.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Search index</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Makes searching large libraries fast.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Models</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What you had downloaded or imported.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Copies</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Of the library, made before an upgrade.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Logs</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What the program did, for when something goes wrong.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Together</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>SuggestionList</name>
    <message>
        <source>Suggestions</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Clear history</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Keep no history</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Keep history</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>Text</name>
    <message>
        <source>Such as {example}</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>Trashing</name>
    <message>
        <source>Move “{name}” to the trash?</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <source>Move %n photo(s) to the trash?</source>
        <translation type="unfinished">
            <numerusform></numerusform>
            <numerusform></numerusform>
        </translation>
    </message>
    <message>
        <source>Move to trash</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The files themselves go to the trash of this computer. You can take them back from there.</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <source>%n photo(s) moved to the trash.</source>
        <translation type="unfinished">
            <numerusform></numerusform>
            <numerusform></numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n photo(s) could not be moved to the trash.</source>
        <translation type="unfinished">
            <numerusform></numerusform>
            <numerusform></numerusform>
        </translation>
    </message>
    <message>
        <source>Show why</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>Tray</name>
    <message>
        <source>Open VisionQuery</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Pause indexing</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Quit</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Resume indexing</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>Undo</name>
    <message>
        <source>Undo</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>Viewer</name>
    <message>
        <source>Photo</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Previous photo</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Next photo</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Reading the picture…</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>ViewerBar</name>
    <message>
        <source>Back to the photos (Esc)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Favourite (.)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Whole picture or its own size (Z)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Fit · {percent}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Slideshow (S)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Full screen (F)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Details (I)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{row} of {count}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{percent}%</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <source>%n second(s) a photo</source>
        <translation type="unfinished">
            <numerusform></numerusform>
            <numerusform></numerusform>
        </translation>
    </message>
</context>
<context>
    <name>WelcomePage</name>
    <message>
        <source>Type what you remember,
find the photo.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Choose a folder and start searching while it is being read.
Your photos stay where they are, and nothing leaves this computer.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Choose another folder…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Or drop a folder on this window.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Choose a folder…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Search my {name} folder</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>Worker</name>
    <message>
        <source>Paused: on battery</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A saved search needs a name.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Add it again.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Add the folder that it lies in.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Another drive is in the place of the one with these photos.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Ask for access on the model&apos;s page, download its files with a browser, and import the folder.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Built in, small and quick: 64% of Flickr8k&apos;s captions find their photo among the first five.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Check how it is spelled.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Check its name.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Check its permissions.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Check that its disk is connected and sound, and that you may write to its folder.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Check the connection to the internet, then go on with the download.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Check the date of this computer. In a company&apos;s network, its certificate may have to be installed.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Check the mirror in the settings.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Check the name. A mirror may not have every model.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Check the name. Else download the files with a browser, and import the folder.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Check the permissions of the data folder.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Check the proxy and the mirror in the settings.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Check the proxy and the mirror, or try again later.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Check the proxy in the settings.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Choose a .safetensors file, or a model&apos;s folder.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Choose a folder on a local disk with --data-dir.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Choose a folder that has no photos in common with it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Choose a folder that you may write to with --data-dir.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Choose a model with safetensors.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Choose a smaller one.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Choose another --data-dir.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Choose another file.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Choose another folder or a file.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Choose another folder.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Choose another model in the settings, or install this one again.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Choose another model, or another mirror.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Choose another model.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Choose another name.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Choose another one first.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Choose another one.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Choose another program.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Choose one in the file manager first.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Choose one.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Choose the folder that they are in.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Close it and try again; searching works beside it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Close other programs and try again.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Close other programs, or choose a smaller model in the settings.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Close other programs.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Close that program and try again.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Connect it and try again.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Delete it in the file manager.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Delete the file in the file manager.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Empty the trash.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Fast and balanced: the one to begin with.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Finds more, for a computer with a graphics card.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Free some disk space and try again.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Free some disk space, then go on.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Free some disk space.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Free some disk space; nothing is lost, and indexing goes on from where it stopped.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Free some disk space; what is there is kept.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Give it as http://HOST:PORT.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Give one from 0 to 5.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Give the mirror in the settings as https://HOST.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>If it lies on a drive or a share, connect that and try again.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Install VisionQuery again.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Install it again, or choose another model.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Install the model again.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Install the newest version to open it; nothing was changed.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>It is built again at next start.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>It is built in, or a folder of your own.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>It is not there any more.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>It would be read without running any, and converted. Agree to that, or choose another file.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Its drive cannot be written to.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Its drive has no trash that you may use.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Its drive or share is not connected.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Its files may have been replaced in part: download or copy the model again.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Its names look like ViT-B-32; the model&apos;s page usually tells.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Its photos are found without adding it again.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>JPEG XL is not supported on this computer.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Make room there, or choose another folder.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Make the file and its folder writable, or choose another --data-dir.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No file manager could be started.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No model can be used.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No more processes can be started.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Open the file from its folder.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Permission to look into this folder is refused.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Permission to read the file is denied.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Please report it, with the log.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>PostScript files are not supported.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Put a copy from the backups folder or your own backup in its place, or rename it to start a new library: your photographs are not affected.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Put them (tokenizer.json, tokenizer_config.json and, if there is one, config.json) beside the file.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>SVG drawings are not supported.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Searching and indexing stand still. Restart VisionQuery; `visionquery doctor` says more.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>See the list of models.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>See the log.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>See the log; close other programs if memory is short.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>See the settings&apos; description.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Sees smaller things in a picture.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Showing this picture failed.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Something changed it on the way. Try again; check the proxy and the mirror if it stays so.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Something changes it on the way. Try again; check the proxy and the mirror if it stays so.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Start VisionQuery again to use them.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Such names are OWNER/NAME.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The JPEG XL file holds no picture.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The background worker died twice over this.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The background worker keeps dying and is not started again.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The best of these, in many languages. Wants a graphics card and memory.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The decoder crashed on this picture.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The drive or share that belongs here is not connected: the folder is empty.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The drive or share with this folder is not connected.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The fastest of the large ones.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The file changed while it was being read.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The file holds only zeros: it was probably never copied completely.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The file is cut short.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The file is empty.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The file is not there any more.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The file says that the picture has no pixels.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The first CLIP. Its authors released it under the MIT licence, for research in the first place.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The log says more.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The model cannot make anything of this picture.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The model computes nothing usable.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The model was too much for this computer: the program that tried it out was ended.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The model&apos;s description is not one of open_clip&apos;s.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The network may want you to sign in first, as in hotels and trains: open a page in your browser, then go on.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The picture decoder could not be started.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The picture needs more memory than one picture may have.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The picture unpacks to far more than its file can hold.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The program failed here.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The program stopped three times while it read this file alone.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The proxy of the settings cannot be used.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The proxy wants a name and a password.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The system&apos;s trash did not take it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>There is a file in the place of this folder.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>There is no picture to compare with.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>There is no room for it in the trash.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>There is no room left for the model.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>There is not enough memory to encode even one picture.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>There is not enough memory to load this model.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>There is nothing to search for.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>There is too little memory to show this picture.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>They would be read without running any, and converted. Agree to that, or choose another model.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This Photoshop document holds layers only. Save it again with &apos;Maximize Compatibility&apos; to have it found.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This Photoshop document is compressed in a way that cannot be read.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This Photoshop document is of a kind that cannot be read.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This RAW file is damaged, or of a camera not known yet.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This folder cannot be restored any more.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This is a PDF document, not a picture.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This is a ZIP archive, not a picture.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This is a folder, not a file.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This is a folder.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This is a macOS resource file that belongs to a picture, not a picture.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This is a sound or video file, not a picture.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This is a video, not a picture.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This is a web page that was saved under a picture&apos;s name.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This is an XML file, not a picture.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This is not a picture in any format that can be read.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This is not an ordinary file.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This is slower, and nothing is lost. VisionQuery tries the device again at its next start.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This kind of TIFF file cannot be read.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This library was written by a newer VisionQuery.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This photo is not in the library any more.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This photo was not indexed yet.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Try again later; what was downloaded is kept.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Type one.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Type what the photo shows.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Understands many languages and finds more.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Understands many languages, and is quick with pictures.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Understands many languages, nearly as fast as the fastest.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Use another mirror, or none.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>VisionQuery is being closed.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Wait until indexing reaches it, and ask again.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Waiting for room on the disk.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Windows cannot ask for a program.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>_EntryTree</name>
    <message>
        <source>Library</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>_FailureList</name>
    <message>
        <source>Problems</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>badges</name>
    <message>
        <source>favourite</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <source>rated %n of 5</source>
        <translation type="unfinished">
            <numerusform></numerusform>
            <numerusform></numerusform>
        </translation>
    </message>
    <message>
        <source>hidden</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>cannot be read</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>its drive is not connected</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>RAW</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>animation</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>captions</name>
    <message>
        <source>“{text}” and similar photos</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Similar photos</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{asked} in {place}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>nothing stands out, these are closest</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No photo found</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Photos that are not indexed yet cannot be found. Try again in a while.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Try other words: what is to be seen, where it is, what it looks like.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No favourites yet</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Select a photo and press Ctrl+D to mark it; it is then found here.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Nothing new</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Photos of the last 30 days are shown here.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Looking for photos…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>They appear here as they are found.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No photos here</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>New ones appear by themselves.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{part} indexed so far</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>headers</name>
    <message>
        <source>{month} {year}</source>
        <comment>heading above the photos of a month</comment>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>models</name>
    <message>
        <source>{size} on disk</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{size} of memory</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>finds {share}% in the first five</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>many languages</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{count} languages</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{times}× as fast as ViT-B-32</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>as fast as ViT-B-32</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{times}× slower than ViT-B-32</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>In use</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>In use · {share} of your photos read</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Answers until the new model is ready</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Being made ready · {share} of your photos read</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Built in</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Here</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Here · knows {photos}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{done} of {total}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Waiting for its turn</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Paused at {amount}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Checking what came…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{amount}/s</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Reading {photos} with it takes about {time}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{minutes} min</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{hours} h</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>English only</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>suggestions</name>
    <message>
        <source>a folder</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>a kind of file</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the camera it was taken with</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the year it was taken in</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>taken before a date</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>taken after a date</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>favourite or hidden</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>a number of stars</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>when it came into the library</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>marked as a favourite</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>hidden from results</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>any camera&apos;s RAW file</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{stars} stars or more</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>five stars</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>any star</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>not rated</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>since yesterday</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>in the last week</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>in the last 30 days</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>in the last year</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>wording</name>
    <message numerus="yes">
        <source>%n photo(s)</source>
        <translation type="unfinished">
            <numerusform></numerusform>
            <numerusform></numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n file(s)</source>
        <translation type="unfinished">
            <numerusform></numerusform>
            <numerusform></numerusform>
        </translation>
    </message>
    <message>
        <source>under 0.01 s</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{seconds} s</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{rate} photos/s</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>less than a minute left</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{minutes} min left</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{hours} h {minutes} min left</source>
        <translation type="unfinished"></translation>
    </message>
</context>
</TS>
