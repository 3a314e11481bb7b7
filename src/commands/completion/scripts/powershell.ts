/** Completion for Windows PowerShell 5.1 and PowerShell 7. An empty argument would be lost on the way, so each word goes with a \`=\` before it. */
export const powershellScript = `# PowerShell completion for tv, made by \`tv completion powershell\`

Register-ArgumentCompleter -Native -CommandName tv, tokenvault -ScriptBlock {
  param($wordToComplete, $commandAst, $cursorPosition)
  $elements = @($commandAst.CommandElements)
  $program = $elements[0].Extent.Text
  $words = @()
  foreach ($element in ($elements | Select-Object -Skip 1)) {
    if ($element.Extent.EndOffset -ge $cursorPosition) { break }
    $text = if ($element -is [System.Management.Automation.Language.StringConstantExpressionAst]) { $element.Value } else { $element.Extent.Text }
    $words += '=' + $text
  }
  $typed = $wordToComplete.Trim([char[]]@([char]39, [char]34))
  $words += '=' + $typed
  $answer = @(& $program __complete powershell @words 2>$null)
  if ($answer.Count -eq 0) { return }
  if ($answer[0] -eq 'files') {
    $prefix = if ($typed -match '^(--[a-z-]+=)') { $Matches[1] } else { '' }
    [System.Management.Automation.CompletionCompleters]::CompleteFilename($typed.Substring($prefix.Length)) | ForEach-Object {
      [System.Management.Automation.CompletionResult]::new($prefix + $_.CompletionText, $_.ListItemText, $_.ResultType, $_.ToolTip)
    }
    return
  }
  $answer | Select-Object -Skip 1 | ForEach-Object {
    $value, $summary = $_ -split "\`t", 2
    $quoted = if ($value -match '[^A-Za-z0-9_+=:./-]') { "'" + ($value -replace "'", "''") + "'" } else { $value }
    $tip = if ($summary) { $summary } else { $value }
    [System.Management.Automation.CompletionResult]::new($quoted, $value, 'ParameterValue', $tip)
  }
}
`;
