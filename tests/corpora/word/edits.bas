REM  What a party does to the text in LibreOffice: changes a word, adds an article, takes one out, moves one.

Sub Edit
  On Error GoTo Failed
  Dim hidden(0) As New com.sun.star.beans.PropertyValue
  hidden(0).Name = "Hidden" : hidden(0).Value = True
  doc = StarDesktop.loadComponentFromURL(Environ("EDIT_SOURCE"), "_blank", 0, hidden())
  doc.RecordChanges = (Environ("EDIT_TRACKED") = "yes")
  behind = Environ("EDIT_BEHIND")
  If Environ("EDIT_CHANGED") <> "" Then ChangeWord(doc, Environ("EDIT_CHANGED"), Environ("EDIT_CHANGED_TO"))
  If Environ("EDIT_HEADING") <> "" Then AddArticle(doc, Environ("EDIT_HEADING"), Environ("EDIT_WORDS"), behind)
  If Environ("EDIT_MOVED") <> "" Then MoveArticle(doc, Environ("EDIT_MOVED"), behind)
  If Environ("EDIT_REMOVED") <> "" Then TakeOut(doc, Environ("EDIT_REMOVED"))
  doc.RecordChanges = False
  Dim saved(0) As New com.sun.star.beans.PropertyValue
  saved(0).Name = "FilterName" : saved(0).Value = "MS Word 2007 XML"
  doc.storeToURL(Environ("EDIT_TARGET"), saved())
  doc.close(True)
  Exit Sub
Failed:
  MsgTo(Error$ & " in line " & Erl)
End Sub

Sub MsgTo(words As String)
  REM without a screen, nobody would see what Basic has to say
  number = FreeFile
  Open Environ("EDIT_TROUBLE") For Output As #number
  Print #number, words
  Close #number
  StarDesktop.terminate()
End Sub

Function FindParagraph(doc As Object, words As String) As Object
  every = doc.Text.createEnumeration()
  Do While every.hasMoreElements()
    one = every.nextElement()
    If one.supportsService("com.sun.star.text.Paragraph") Then
      If InStr(one.String, words) > 0 Then
        FindParagraph = one
        Exit Function
      End If
    End If
  Loop
End Function

Function ArticleOf(doc As Object, words As String) As Object
  REM the heading and the paragraph below it, with the end of the one before, so that no empty line stays
  Set one = FindParagraph(doc, words)
  cursor = doc.Text.createTextCursorByRange(one.Start)
  cursor.gotoEndOfParagraph(True)
  cursor.gotoNextParagraph(True)
  cursor.gotoEndOfParagraph(True)
  ArticleOf = cursor
End Function

Sub ChangeWord(doc As Object, changed As String, changedTo As String)
  search = doc.createSearchDescriptor()
  search.SearchString = changed
  found = doc.findFirst(search)
  found.String = changedTo
End Sub

Sub AddArticle(doc As Object, heading As String, words As String, behind As String)
  cursor = ArticleOf(doc, behind)
  cursor.collapseToEnd()
  text = doc.Text
  text.insertControlCharacter(cursor, com.sun.star.text.ControlCharacter.PARAGRAPH_BREAK, False)
  cursor.ParaStyleName = "Article Heading"
  text.insertString(cursor, heading, False)
  text.insertControlCharacter(cursor, com.sun.star.text.ControlCharacter.PARAGRAPH_BREAK, False)
  cursor.ParaStyleName = "Article Text"
  text.insertString(cursor, words, False)
End Sub

Sub TakeOut(doc As Object, words As String)
  cursor = ArticleOf(doc, words)
  cursor.gotoNextParagraph(True)
  cursor.String = ""
End Sub

Sub MoveArticle(doc As Object, words As String, behind As String)
  view = doc.CurrentController
  cursor = ArticleOf(doc, words)
  cursor.gotoNextParagraph(True)
  view.select(cursor)
  carried = view.getTransferable()
  cursor.String = ""
  there = ArticleOf(doc, behind)
  there.collapseToEnd()
  there.gotoNextParagraph(False)
  view.select(there)
  view.insertTransferable(carried)
End Sub
