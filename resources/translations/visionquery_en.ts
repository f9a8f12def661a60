<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="en" sourcelanguage="en_GB">
<context>
    <name>Clipboard</name>
    <message numerus="yes">
        <source>%n file(s) copied. Paste them into a folder or another program.</source>
        <translation>
            <numerusform>%Ln file copied. Paste them into a folder or another program.</numerusform>
            <numerusform>%Ln files copied. Paste them into a folder or another program.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n path(s) copied.</source>
        <translation>
            <numerusform>%Ln path copied.</numerusform>
            <numerusform>%Ln paths copied.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Desk</name>
    <message numerus="yes">
        <source>Done with the first %n photo(s) only.</source>
        <translation>
            <numerusform>Done with the first %Ln photo only.</numerusform>
            <numerusform>Done with the first %Ln photos only.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>DetailsPanel</name>
    <message numerus="yes">
        <source>%n photo(s)</source>
        <translation>
            <numerusform>%Ln photo</numerusform>
            <numerusform>%Ln photos</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>and %n more</source>
        <translation>
            <numerusform>and %Ln more</numerusform>
            <numerusform>and %Ln more</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Export</name>
    <message numerus="yes">
        <source>Export copies of %n photo(s)</source>
        <translation>
            <numerusform>Export copies of %Ln photo</numerusform>
            <numerusform>Export copies of %Ln photos</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n file(s) copied to {folder}.</source>
        <translation>
            <numerusform>%Ln file copied to {folder}.</numerusform>
            <numerusform>%Ln files copied to {folder}.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n could not be read.</source>
        <translation>
            <numerusform>%Ln could not be read.</numerusform>
            <numerusform>%Ln could not be read.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>LongRuns</name>
    <message numerus="yes">
        <source>%n photo(s) can be found now.</source>
        <translation>
            <numerusform>%Ln photo can be found now.</numerusform>
            <numerusform>%Ln photos can be found now.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Marking</name>
    <message numerus="yes">
        <source>%n photo(s) marked as favourite.</source>
        <translation>
            <numerusform>%Ln photo marked as favourite.</numerusform>
            <numerusform>%Ln photos marked as favourite.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n photo(s) no favourite(s) any more.</source>
        <translation>
            <numerusform>%Ln photo no favourite any more.</numerusform>
            <numerusform>%Ln photos no favourites any more.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n photo(s) rated.</source>
        <translation>
            <numerusform>%Ln photo rated.</numerusform>
            <numerusform>%Ln photos rated.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n rating(s) removed.</source>
        <translation>
            <numerusform>%Ln rating removed.</numerusform>
            <numerusform>%Ln ratings removed.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n photo(s) hidden from the results.</source>
        <translation>
            <numerusform>%Ln photo hidden from the results.</numerusform>
            <numerusform>%Ln photos hidden from the results.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n photo(s) shown again.</source>
        <translation>
            <numerusform>%Ln photo shown again.</numerusform>
            <numerusform>%Ln photos shown again.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Trashing</name>
    <message numerus="yes">
        <source>Move %n photo(s) to the trash?</source>
        <translation>
            <numerusform>Move %Ln photo to the trash?</numerusform>
            <numerusform>Move %Ln photos to the trash?</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n photo(s) moved to the trash.</source>
        <translation>
            <numerusform>%Ln photo moved to the trash.</numerusform>
            <numerusform>%Ln photos moved to the trash.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n photo(s) could not be moved to the trash.</source>
        <translation>
            <numerusform>%Ln photo could not be moved to the trash.</numerusform>
            <numerusform>%Ln photos could not be moved to the trash.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>ViewerBar</name>
    <message numerus="yes">
        <source>%n second(s) a photo</source>
        <translation>
            <numerusform>%Ln second a photo</numerusform>
            <numerusform>%Ln seconds a photo</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>badges</name>
    <message numerus="yes">
        <source>rated %n of 5</source>
        <translation>
            <numerusform>rated %Ln of 5</numerusform>
            <numerusform>rated %Ln of 5</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>wording</name>
    <message numerus="yes">
        <source>%n photo(s)</source>
        <translation>
            <numerusform>%Ln photo</numerusform>
            <numerusform>%Ln photos</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n file(s)</source>
        <translation>
            <numerusform>%Ln file</numerusform>
            <numerusform>%Ln files</numerusform>
        </translation>
    </message>
</context>
</TS>
